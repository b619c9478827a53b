using Dagstack.Extensions.Plugins.Files;
using Dagstack.Extensions.Plugins.Manifests;

namespace Dagstack.Extensions.Plugins.Discovery;

/// <summary>Finds the manifests below a root. It reads no manifest and throws for nothing that it finds.</summary>
/// <remarks>
/// A folder with a manifest is a plugin and is not searched further; one whose manifest is a link that may not be followed is
/// an unavailable plugin. Real folders come first; links are followed afterwards,
/// inside the root only, and only to folders that have not been seen. So a plugin is found under its own path, once, and a
/// circle ends.
/// </remarks>
internal sealed class PluginFolderScanner
{
    private readonly FolderReader _reader;
    private readonly IgnoredFolders _ignored;
    private readonly string _root;
    private readonly string _realRoot;
    private readonly bool _isFirst;
    private readonly List<FoundManifest> _manifests = [];
    private readonly List<ScanFinding> _findings = [];
    private readonly List<string> _links = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Stack<(string Relative, string Real)> _folders = new();
    private string? _misnamedInRoot;

    private PluginFolderScanner(string root, IEnumerable<string>? ignore, FolderReader reader, bool isFirst)
    {
        _isFirst = isFirst;
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        _realRoot = RealPath.TryResolve(_root) ?? _root;
        _ignored = new IgnoredFolders(ignore);
        _reader = reader;
    }

    /// <summary>Scans a root, which may be a plugin itself.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="ignore">Globs over folders relative to the root, besides <see cref="IgnoredFolders.Names"/>.</param>
    /// <param name="reader">Lists the folders; null for the file system.</param>
    /// <param name="isFirst">Whether nobody has been told yet of manifests that lie where none is found: they are looked for once.</param>
    public static ScanResult Scan(string root, IEnumerable<string>? ignore = null, FolderReader? reader = null, bool isFirst = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        return new PluginFolderScanner(root, ignore, reader ?? new FolderReader(), isFirst).Scan();
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

        if (_misnamedInRoot is { } misnamed && _manifests.Count == 0)
        {
            Report(ScanFindingKind.NoManifest, _root, MisnamedManifest.Describe(_root, misnamed));
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
            Report(ScanFindingKind.Unreadable, path, $"the folder '{path}' cannot be read and is passed over: {exception.Message}");
            return;
        }

        if (TryAddManifest(relative, real, path, entries))
        {
            if (_isFirst)
            {
                ReportMisplacedBelow(relative, path, entries);
            }

            return;
        }

        if (entries.Find(entry => !entry.IsFolder && MisnamedManifest.Is(entry.Name) && MisnamedManifest.IsLikely(path, entry.Name)) is { Name: { } misnamed })
        {
            if (relative.Length == 0)
            {
                // With plugins below it is a folder of plugins, and the file something else.
                _misnamedInRoot = misnamed;
            }
            else
            {
                Report(ScanFindingKind.NoManifest, path, MisnamedManifest.Describe(path, misnamed));
            }
        }
        else if (BuiltPlugin.Find(entries, isRoot: relative.Length == 0) is { } assembly)
        {
            Report(ScanFindingKind.NoManifest, path, $"the folder '{path}' has {assembly} and no {PluginManifestLoader.TomlFileName}, so no plugin is taken from it. Put its manifest beside it, which a project with <DagstackPlugin>true</DagstackPlugin> copies there; or name the folder in IgnoreFolders, if it is to have none.");
        }

        foreach (var entry in entries)
        {
            var child = Below(relative, entry);
            if (!entry.IsFolder || _ignored.Contains(entry.Name, child))
            {
                // What the host passes over by a glob of its own it knows.
                if (_isFirst && entry is { IsFolder: true, IsLink: false } && IgnoredFolders.Names.Contains(entry.Name))
                {
                    ReportMisplaced(Path.Join(path, entry.Name), MisplacedManifest.InIgnored(Path.Join(path, entry.Name), entry.Name));
                }

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

    private bool TryAddManifest(string relative, string real, string path, List<FolderEntry> entries)
    {
        var toml = false;
        var json = false;
        (string Name, string Reason)? fault = null;
        foreach (var entry in entries.Where(static entry => entry.Name is PluginManifestLoader.TomlFileName or PluginManifestLoader.JsonFileName))
        {
            if ((entry.IsFolder ? ManifestFaults.IsFolder : entry.IsLink ? FaultOf(Path.Join(path, entry.Name)) : null) is { } reason)
            {
                fault = fault is { Name: PluginManifestLoader.TomlFileName } ? fault : (entry.Name, reason);
                continue;
            }

            toml |= entry.Name == PluginManifestLoader.TomlFileName;
            json |= entry.Name == PluginManifestLoader.JsonFileName;
        }

        if (toml || json)
        {
            Add(toml ? PluginManifestLoader.TomlFileName : PluginManifestLoader.JsonFileName, null);
        }
        else if (fault is var (name, reason))
        {
            Add(name, reason);
        }

        // A folder that has the name of a manifest may have plugins in it all the same.
        return toml || json || (fault is not null && fault.Value.Reason != ManifestFaults.IsFolder);

        void Add(string file, string? reason) =>
            _manifests.Add(new FoundManifest(Path.Join(path, file), path, relative, toml && json, reason) { RealFolder = real });
    }

    private string? FaultOf(string link)
    {
        var target = RealPath.TryResolve(link);
        return target is null ? ManifestFaults.BrokenLink
            : RealPath.IsWithin(target, _realRoot) ? null : ManifestFaults.LinkOutside(target, _root);
    }

    // Where a link to a folder leads, if that is inside the root.
    private string? Follow(string link)
    {
        var path = FullPath(link);
        var target = RealPath.TryResolve(path);
        if (target is null)
        {
            Report(ScanFindingKind.LinkBroken, path, $"the link '{path}' leads nowhere and is passed over");
        }
        else if (!RealPath.IsWithin(target, _realRoot))
        {
            Report(ScanFindingKind.LinkOutside, path, $"the link '{path}' leads out of the root '{_root}' to '{target}' and is not followed. Add that folder as a root of its own, if it is meant.");
            target = null;
        }

        return target;
    }

    private void ReportMisplacedBelow(string relative, string path, List<FolderEntry> entries)
    {
        var names = entries.Where(entry => entry is { IsFolder: true, IsLink: false } && !_ignored.Contains(entry.Name, Below(relative, entry))).Select(static entry => entry.Name);
        foreach (var name in MisplacedManifest.Choose(names))
        {
            ReportMisplaced(Path.Join(path, name), MisplacedManifest.InPlugin(Path.Join(path, name), path));
        }
    }

    private void ReportMisplaced(string folder, string? message)
    {
        if (message is not null)
        {
            Report(ScanFindingKind.OutOfTheWay, folder, message);
        }
    }

    private static string Below(string relative, FolderEntry entry) => relative.Length == 0 ? entry.Name : $"{relative}/{entry.Name}";

    // A name may have line breaks and escapes for terminals in it.
    private void Report(ScanFindingKind kind, string path, string message) => _findings.Add(new ScanFinding(kind, path, Excerpt.Printable(message)));

    private string FullPath(string relative) =>
        relative.Length == 0 ? _root : Path.Join(_root, Path.DirectorySeparatorChar == '/' ? relative : relative.Replace('/', Path.DirectorySeparatorChar));
}
