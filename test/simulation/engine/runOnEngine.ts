import { startSandbox, type Sandbox } from "../../../sandbox/sandbox";
import { ours } from "../../../simulation/operators/strategies";
import { runSequence, type SequenceResult } from "../../../simulation/run/runSequence";
import type { Scenario, ZoneKind } from "../../../simulation/scenario/scenario";
import { EngineBatch } from "./batch";
import type { Place } from "./componentArgs";
import { EngineDeployment, type Trace } from "./engineDeployment";
import { ModelOfEngine } from "./modelOfEngine";

/** One sequence on the engine, and the same in the model. */
export interface EngineRun {
  scenario: Scenario;
  inModel: SequenceResult;
  /** Absent where the engine refused what the model accepts. */
  onEngine?: SequenceResult;
  failure?: string;
  traces: Trace[];
}

const accountId = "9a7806061c88ada191ed06f989cc3dac";

/** Runs scenarios on the real engine, all of them in one program, each with its own domain, zones and time. */
export async function runOnEngine(scenarios: readonly Scenario[], stackName: string): Promise<EngineRun[]> {
  const ofKind = (kind: ZoneKind) => scenarios.flatMap(({ zone }, number) => (zone === kind ? [zoneOf(number)] : []));
  const sandbox = await startSandbox({
    route53: ofKind("route53").map(({ name, route53 }) => ({ name, id: route53 })),
    cloudflare: ofKind("cloudflare").map(({ name, cloudflare }) => ({ name, id: cloudflare })),
  });
  try {
    const batch = await EngineBatch.start(sandbox, stackName, scenarios.length);
    return await Promise.all(scenarios.map((scenario, number) => runOne(sandbox, batch, scenario, number)));
  } finally {
    await sandbox.close();
  }
}

async function runOne(sandbox: Sandbox, batch: EngineBatch, scenario: Scenario, number: number): Promise<EngineRun> {
  const place = await placeOf(sandbox, number);
  let engine: EngineDeployment | undefined;
  const inModel = await runSequence(scenario, ours, (context) => new ModelOfEngine(context));
  const traces = () => engine?.traces ?? [];
  try {
    const onEngine = await runSequence(
      scenario,
      ours,
      (context) => (engine = new EngineDeployment(context, sandbox, batch, place)),
    );
    return { scenario, inModel, onEngine, traces: traces() };
  } catch (error) {
    return { scenario, inModel, failure: error instanceof Error ? error.message : String(error), traces: traces() };
  } finally {
    batch.leave(place);
  }
}

async function placeOf(sandbox: Sandbox, number: number): Promise<Place> {
  const { name: domain, route53, cloudflare } = zoneOf(number);
  const { acm, cloudfront } = sandbox.cloud;
  const request = { region: "us-east-1", domainName: `mta-sts.${domain}` };
  const certificate = await acm.issueNow(acm.requestCertificate(request));
  const control = { originType: "s3", signingBehavior: "always", signingProtocol: "sigv4" };
  const { id } = cloudfront.createOriginAccessControl({ name: `shared-${number}`, ...control });
  return {
    ...{ name: `s${number}`, domain, accountId, reports: sandbox.newFolder("reports") },
    ...{ route53ZoneId: route53, cloudflareZoneId: cloudflare },
    cloudfront: { certificateArn: certificate.arn, originAccessControlId: id },
  };
}

/** Each domain is a zone's own name. */
function zoneOf(number: number) {
  return {
    name: `d${number}.example`,
    route53: `Z${String(number).padStart(12, "0")}`,
    cloudflare: number.toString(16).padStart(32, "0"),
  };
}
