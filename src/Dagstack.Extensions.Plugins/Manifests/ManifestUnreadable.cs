namespace Dagstack.Extensions.Plugins;

/// <summary>Ends the reading of a text; what is wrong with it is among the problems.</summary>
internal sealed class ManifestUnreadable : Exception;
