import { AwsSolutionsChecks, type IApplyRule, NagRuleCompliance } from 'cdk-nag';
import { isAccepted } from './accepted.ts';

/**
 * The AwsSolutions rules. A reason given for a rule speaks for each finding on its construct: the findings' own ids hold
 * names of exports, which only the synthesis makes up.
 */
export class SolutionsChecks extends AwsSolutionsChecks {
  protected override applyRule(params: IApplyRule) {
    const ruleSuffixOverride = params.ruleSuffixOverride ?? params.rule.name;
    const isAnswered = isAccepted(params.node, `${this.packName}-${ruleSuffixOverride}`);
    super.applyRule({
      ...params,
      ruleSuffixOverride,
      rule: (node) => (isAnswered ? NagRuleCompliance.COMPLIANT : params.rule(node)),
    });
  }
}
