using Dagstack.Tool.Contracts;

namespace Dagstack.Tool.Verbs;

/// <summary>What <c>pack</c> made.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Version">Its version.</param>
/// <param name="Package">The name of the package.</param>
/// <param name="Path">The file.</param>
/// <param name="Size">How many bytes it has.</param>
/// <param name="Sha256">The SHA-256 of these.</param>
/// <param name="Files">The files in it.</param>
/// <param name="Contracts">The contracts that the plugin was made for.</param>
/// <param name="LeftOut">What does not travel.</param>
/// <param name="Notes">What is to be known.</param>
internal sealed record PackReport(string Plugin, string Version, string Package, string Path, long Size, string Sha256, IReadOnlyList<string> Files, IReadOnlyList<PackedContract> Contracts, IReadOnlyList<string> LeftOut, IReadOnlyList<string> Notes);
