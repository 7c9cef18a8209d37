/** serverless.yml asks here for the alarms and the dashboard. CommonJS, because the framework loads nothing else. */
module.exports = async ({ resolveVariable }) => {
  const { alarms } = await import("./alarms.ts");
  const { dashboard } = await import("./dashboard.ts");
  const prefix = await resolveVariable("self:custom.prefix");
  const settings = await resolveVariable("self:custom.settings");
  return { Resources: { ...alarms(prefix, settings), ...dashboard(prefix, settings.region) } };
};
