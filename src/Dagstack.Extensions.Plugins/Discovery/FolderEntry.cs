namespace Dagstack.Extensions.Plugins.Discovery;

/// <summary>What the scan needs to know of an entry in a folder: a folder, a link, or a file with the name of a manifest.</summary>
internal readonly record struct FolderEntry(string Name, bool IsFolder, bool IsLink);
