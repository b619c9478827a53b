using Dagstack.Extensions.Plugins.Hookspecs;

namespace Dagstack.Tool.Kinds;

/// <summary>A kind, and where it was found.</summary>
/// <param name="Spec">The kind.</param>
/// <param name="Source">The hookspec, or what has the contract, as a person would type it.</param>
internal sealed record FoundKind(Hookspec Spec, string Source);
