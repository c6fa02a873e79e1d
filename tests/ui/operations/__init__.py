"""Operations: health, logs, metrics, requests."""
