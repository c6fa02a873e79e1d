// One Vue component for every data-driven piece of the portal.
//
// A piece is a constant template (written beside its Python class) and one data object `d`. Many rows are then one server-side element
// instead of hundreds. The template is compiled once a page load and is kept by its text, so that a redraw patches the piece in place:
// focus, caret and scroll survive. Templates may use: d (data), s (scratch state of this piece, lost with the page), tell(name, value)
// (sends one event to Python), portal (portal.js), <icon name="check"/>.
import * as Vue from "vue";

const Icon = {
  props: { name: String },
  template: `<svg class="icon" aria-hidden="true" focusable="false"><use :href="url"/></svg>`,
  computed: { url() { return window.portal.icon(this.name); } },
};

const parts = new Map();

// `template` is a name that portal.js knows, or the template itself.
function part(template) {
  if (!parts.has(template)) {
    parts.set(template, Vue.markRaw({
      template: window.portal.templates[template] ?? template,
      props: { d: Object },
      emits: ["act"],
      components: { Icon },
      data: () => ({ s: {} }),
      computed: { portal: () => window.portal },
      methods: { tell(name, value = null) { this.$emit("act", name, value); }, release() { window.portal.release(this); } },
      mounted() { window.portal.mounted(this); },
      updated() { window.portal.updated(this); },
    }));
  }
  return parts.get(template);
}

export default {
  props: { template: String, d: Object },
  inheritAttrs: false,
  render() { return Vue.h(part(this.template), { d: this.d, ...this.$attrs }, this.$slots); },
};
