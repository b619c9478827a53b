namespace Dagstack.Extensions.Plugins;

/// <summary>Finds the manifests below a root. It reads no manifest and throws for nothing that it finds.</summary>
/// <remarks>
/// A folder with a manifest is a plugin and is not searched further. Real folders come first; links are followed afterwards,
/// inside the root only, and only to folders that have not been seen. So a plugin is found under its own path, once, and a
/// circle ends.
/// </remarks>
internal sealed class PluginFolderScanner
{
    private readonly FolderReader _reader;
    private readonly IgnoredFolders _ignored;
    private readonly string _root;
    private readonly string _realRoot;
    private readonly List<FoundManifest> _manifests = [];
    private readonly List<ScanFinding> _findings = [];
    private readonly List<string> _links = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Stack<(string Relative, string Real)> _folders = new();

    private PluginFolderScanner(string root, IEnumerable<string>? ignore, FolderReader reader)
    {
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        _realRoot = RealPath.TryResolve(_root) ?? _root;
        _ignored = new IgnoredFolders(ignore);
        _reader = reader;
    }

    /// <summary>Scans a root, which may be a plugin itself.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="ignore">Globs over folders relative to the root, besides <see cref="IgnoredFolders.Names"/>.</param>
    /// <param name="reader">Lists the folders; null for the file system.</param>
    public static ScanResult Scan(string root, IEnumerable<string>? ignore = null, FolderReader? reader = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        return new PluginFolderScanner(root, ignore, reader ?? new FolderReader()).Scan();
    }

    private ScanResult Scan()
    {
        Walk(string.Empty, _realRoot);
        while (_links.Count > 0)
        {
            // What is behind a link may have links in turn; those make the next round.
            var links = _links.Order(StringComparer.Ordinal).ToArray();
            _links.Clear();
            foreach (var link in links)
            {
                if (Follow(link) is { } target && !_seen.Contains(target))
                {
                    Walk(link, target);
                }
            }
        }

        _manifests.Sort((left, right) => string.CompareOrdinal(left.RelativeFolder, right.RelativeFolder));
        _findings.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        return new ScanResult(_manifests, _findings);
    }

    private void Walk(string relative, string real)
    {
        _folders.Push((relative, real));
        while (_folders.TryPop(out var folder))
        {
            if (_seen.Add(folder.Real))
            {
                Visit(folder.Relative, folder.Real);
            }
        }
    }

    private void Visit(string relative, string real)
    {
        var path = FullPath(relative);
        List<FolderEntry> entries;
        try
        {
            entries = _reader.Read(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _findings.Add(new ScanFinding(ScanFindingKind.Unreadable, path, $"the folder '{path}' cannot be read and is passed over: {exception.Message}"));
            return;
        }

        if (TryAddManifest(relative, path, entries))
        {
            return;
        }

        foreach (var entry in entries)
        {
            var child = relative.Length == 0 ? entry.Name : $"{relative}/{entry.Name}";
            if (!entry.IsFolder || _ignored.Contains(entry.Name, child))
            {
                continue;
            }

            if (entry.IsLink)
            {
                _links.Add(child);
            }
            else
            {
                _folders.Push((child, Path.Join(real, entry.Name)));
            }
        }
    }

    private bool TryAddManifest(string relative, string path, List<FolderEntry> entries)
    {
        var toml = false;
        var json = false;
        foreach (var entry in entries)
        {
            if (!entry.IsFolder && (!entry.IsLink || Follow(relative.Length == 0 ? entry.Name : $"{relative}/{entry.Name}") is not null))
            {
                toml |= entry.Name == PluginManifestLoader.TomlFileName;
                json |= entry.Name == PluginManifestLoader.JsonFileName;
            }
        }

        if (toml || json)
        {
            var file = Path.Join(path, toml ? PluginManifestLoader.TomlFileName : PluginManifestLoader.JsonFileName);
            _manifests.Add(new FoundManifest(file, path, relative, toml && json));
        }

        return toml || json;
    }

    // Where a link leads, if that is inside the root.
    private string? Follow(string link)
    {
        var path = FullPath(link);
        var target = RealPath.TryResolve(path);
        if (target is null)
        {
            _findings.Add(new ScanFinding(ScanFindingKind.LinkBroken, path, $"the link '{path}' leads nowhere and is passed over"));
        }
        else if (!RealPath.IsWithin(target, _realRoot))
        {
            _findings.Add(new ScanFinding(ScanFindingKind.LinkOutside, path, $"the link '{path}' leads out of the root '{_root}' to '{target}' and is not followed. Add that folder as a root of its own, if it is meant."));
            target = null;
        }

        return target;
    }

    private string FullPath(string relative) =>
        relative.Length == 0 ? _root : Path.Join(_root, Path.DirectorySeparatorChar == '/' ? relative : relative.Replace('/', Path.DirectorySeparatorChar));
}
