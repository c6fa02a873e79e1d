"""`/quality`: what documentation is like here, the cases behind each figure, the words of a requirement, and the file of it all."""
