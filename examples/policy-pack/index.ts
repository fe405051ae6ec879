import { PolicyPack } from "@pulumi/policy";
import { mtaStsPolicies } from "pulumi-mta-sts/policy-pack";

// Nine policies, each over the whole stack. The pack's configuration can make one advisory, or switch it off.
new PolicyPack("mta-sts", { policies: mtaStsPolicies });
