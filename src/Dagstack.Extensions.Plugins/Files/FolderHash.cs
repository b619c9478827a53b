namespace Dagstack.Extensions.Plugins.Files;

/// <summary>The SHA-256 of a folder, and of each file in it.</summary>
/// <param name="Sha256">That of the folder, over path and content of every file, in lower-case hexadecimal digits.</param>
/// <param name="Files">Those of the files, by their paths below the folder with <c>/</c> between names.</param>
internal sealed record FolderHash(string Sha256, IReadOnlyDictionary<string, byte[]> Files);
