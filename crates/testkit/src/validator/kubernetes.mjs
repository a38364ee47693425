// Checks objects of Kubernetes against the schemas of their projects: what is there has the right form, and nothing is there
// that the schema does not know. Arguments: files of YAML. What is wrong is printed, a line each.
import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import * as argo from "@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1";
import * as gateway from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1";
import * as core from "kubernetes-models/v1";
import * as apps from "kubernetes-models/apps/v1";

const groups = {
  "argoproj.io/v1alpha1": argo,
  "gateway.networking.k8s.io/v1": gateway,
  v1: core,
  "apps/v1": apps,
};

// The validators look at every field that they know: what none of them looks at is unknown.
function watched(value, path, seen) {
  if (value === null || typeof value !== "object") return value;
  const known = new Set();
  seen.push({ value, path, known });
  const inside = new Map();
  return new Proxy(value, {
    get(target, key) {
      known.add(key);
      const it = target[key];
      if (it === null || typeof it !== "object") return it;
      if (!inside.has(key)) inside.set(key, watched(it, `${path}/${String(key)}`, seen));
      return inside.get(key);
    },
    ownKeys(target) {
      Reflect.ownKeys(target).forEach((key) => known.add(key));
      return Reflect.ownKeys(target);
    },
  });
}

let wrong = 0;
for (const file of process.argv.slice(2)) {
  const say = (text) => {
    wrong += 1;
    console.log(`${file}: ${text}`);
  };
  for (const document of parseAllDocuments(readFileSync(file, "utf8"), { strict: true, uniqueKeys: true })) {
    document.errors.forEach((error) => say(error.message));
    const object = document.toJS();
    const model = object && groups[object.apiVersion]?.[object.kind];
    if (!model) {
      say(`${object?.apiVersion} ${object?.kind} is not known here`);
      continue;
    }
    const seen = [];
    try {
      model.prototype.validate.call(watched(object, object.kind, seen));
    } catch (error) {
      say(`${object.kind} ${object.metadata?.name}: ${error.message}`);
      continue;
    }
    for (const { value, path, known } of seen) {
      // What a plugin is told is known to the plugin alone.
      if (Array.isArray(value) || path.includes("/plugins/") || path.endsWith("/plugins")) continue;
      for (const key of Object.keys(value)) {
        if (!known.has(key)) say(`${path}/${key} is not known`);
      }
    }
  }
}
process.exit(wrong > 0 ? 1 : 0);
