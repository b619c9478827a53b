namespace Dagstack.Extensions.Plugins;

/// <summary>What a lock file says of one plugin.</summary>
/// <remarks>See §2 of the plugin contract, and docs/supply-chain.md.</remarks>
/// <param name="Id">The plugin.</param>
/// <param name="Version">Its version; null where its manifest gives none.</param>
/// <param name="Sha256">The SHA-256 of its folder as <see cref="IPluginRegistry.HashContentAsync"/> computes it: 64 hexadecimal digits in lower case.</param>
public sealed record LockedPlugin(PluginId Id, string? Version, string Sha256);
