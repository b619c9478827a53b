namespace Dagstack.Tool.Contracts;

/// <summary>A contract that a plugin was made for, as its package names it.</summary>
/// <param name="Assembly">The simple name of the assembly; null if that is not known.</param>
/// <param name="Package">The package that has it; null if it is in none.</param>
/// <param name="Version">The lowest version of that.</param>
internal sealed record PackedContract(string? Assembly, string? Package, string? Version);
