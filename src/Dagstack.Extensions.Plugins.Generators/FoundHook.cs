using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>A hook while its contract is read, together with what the model must not hold on to.</summary>
/// <param name="Hook">The hook.</param>
/// <param name="At">The member that it comes from.</param>
/// <param name="IsNamed">Whether the author chose its wire name.</param>
internal sealed record FoundHook(HookModel Hook, ISymbol At, bool IsNamed);
