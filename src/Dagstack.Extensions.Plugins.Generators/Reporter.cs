using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Takes note of what is wrong with a symbol.</summary>
internal delegate void Reporter(ISymbol at, DiagnosticDescriptor descriptor, params string[] arguments);
