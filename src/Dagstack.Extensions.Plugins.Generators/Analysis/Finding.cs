using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>What is wrong with a use of a member, and what to do instead.</summary>
/// <param name="Descriptor">The diagnostic.</param>
/// <param name="What">What the member does, after its name.</param>
/// <param name="Remedy">What to do instead.</param>
internal sealed record Finding(DiagnosticDescriptor Descriptor, string What, string Remedy);
