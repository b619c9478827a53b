namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>Ends the reading of a text; what is wrong with it is among the problems.</summary>
internal sealed class ManifestUnreadable : Exception;
