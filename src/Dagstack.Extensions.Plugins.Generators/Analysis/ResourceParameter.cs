using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>A parameter that is a resource, and does not fit the manifest.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Resource">The resource.</param>
/// <param name="IsDeclared">Whether the manifest has it, but only if the host does.</param>
internal sealed record ResourceParameter(IParameterSymbol Parameter, string Resource, bool IsDeclared);
