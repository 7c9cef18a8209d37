type Resource = {
  readonly Type: string;
  readonly Properties: object;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
};

/** CloudFormation resources by logical ID. */
export type Resources = Readonly<Record<string, Resource>>;

export const refTo = (logicalId: string) => ({ Ref: logicalId });

export const attributeOf = (logicalId: string, attribute: string) => ({ "Fn::GetAtt": [logicalId, attribute] });

export const arnOf = (logicalId: string) => attributeOf(logicalId, "Arn");
