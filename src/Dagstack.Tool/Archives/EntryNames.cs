namespace Dagstack.Tool.Archives;

/// <summary>The names of an archive, of which no two may be one file on any system.</summary>
/// <param name="limits">How long they may be.</param>
internal sealed class EntryNames(ArchiveLimits limits)
{
    private readonly Dictionary<string, (string Name, bool IsFolder)> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Name, bool HasTwoForms)> _bySkeleton = new(StringComparer.Ordinal);
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);

    /// <summary>Adds a name, with the folders that it is in.</summary>
    /// <param name="name">A path; of a folder with a slash at its end.</param>
    /// <returns>What is wrong with it; null if nothing is.</returns>
    public string? Add(string name)
    {
        var isFolder = name is [_, .., '/'];
        var path = isFolder ? name[..^1] : name;
        if (EntryName.FaultOf(path, limits) is { } fault)
        {
            return fault;
        }

        for (var end = path.IndexOf('/', StringComparison.Ordinal); end >= 0; end = path.IndexOf('/', end + 1))
        {
            if (AddPart(path[..end], isFolder: true) is { } clash)
            {
                return clash;
            }
        }

        return AddPart(path, isFolder) ?? (isFolder || _files.Add(path) ? null : "is there twice");
    }

    private string? AddPart(string path, bool isFolder)
    {
        var key = NameKey.Of(path);
        if (_byKey.TryGetValue(key, out var other))
        {
            return other.Name != path ? $"and '{other.Name}' differ in capitals only, and are one file on some systems"
                : other.IsFolder != isFolder ? "is a file and a folder"
                : null;
        }

        _byKey.Add(key, (path, isFolder));
        var twoForms = NameKey.HasTwoForms(path);
        var skeleton = NameKey.Skeleton(path);
        if (_bySkeleton.TryGetValue(skeleton, out var alike))
        {
            return twoForms || alike.HasTwoForms ? $"and '{alike.Name}' differ in how letters are written only, and are one file on some systems" : null;
        }

        _bySkeleton.Add(skeleton, (path, twoForms));
        return null;
    }
}
