namespace Dagstack.Extensions.Plugins.Hookspecs.Reading;

/// <summary>A schema that a file has, with its places.</summary>
/// <param name="Payload">The schema.</param>
/// <param name="Root">Its nodes.</param>
/// <param name="Problems">Takes what is wrong with the file.</param>
internal sealed record ReadSchema(HookspecPayload Payload, SpecNode Root, SpecProblems Problems);
