using System.Reflection.Metadata;

namespace Dagstack.Tool.Settings;

/// <summary>A type in a signature.</summary>
/// <param name="Name">Its name, without that of its namespace.</param>
/// <param name="Own">Where the assembly defines it; null if it is of another one.</param>
/// <param name="Arguments">What it is generic over.</param>
internal sealed record NamedType(string Name, TypeDefinitionHandle? Own, IReadOnlyList<NamedType> Arguments);
