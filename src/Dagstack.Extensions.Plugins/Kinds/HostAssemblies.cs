using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;

namespace Dagstack.Extensions.Plugins.Kinds;

/// <summary>What the host's process can load by itself, and which of it is the framework.</summary>
/// <remarks>
/// Assemblies that are bundled into a single-file application are not files, and the list of trusted ones does not have them:
/// there, and only there, the default context is asked by name.
/// </remarks>
internal static class HostAssemblies
{
    private static readonly Lazy<Dictionary<string, string>> s_trusted = new(ReadTrusted);
    private static readonly Lazy<HashSet<string>> s_frameworkFolders = new(FindFrameworkFolders);
    private static readonly ConcurrentDictionary<string, bool> s_bundled = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is bundled has no location: the core library is that in a self-contained application, this assembly in any.</summary>
    public static bool IsSingleFile { get; } = AssemblyPath.Of(typeof(HostAssemblies).Assembly).Length == 0;

    /// <summary>Gets the names of those that have a file.</summary>
    public static IEnumerable<string> Names => s_trusted.Value.Keys;

    /// <summary>Gets the folders of the frameworks; of a self-contained application its own, unless all is in one file.</summary>
    public static IEnumerable<string> FrameworkFolders => s_frameworkFolders.Value is { Count: > 0 } folders ? folders : IsSingleFile ? [] : [AppContext.BaseDirectory];

    /// <summary>Tells whether the host has an assembly, of whatever version.</summary>
    public static bool Has(string name) => s_trusted.Value.ContainsKey(name) || (IsSingleFile && s_bundled.GetOrAdd(name, IsBundled));

    /// <summary>Finds the file of an assembly of the host.</summary>
    /// <returns>Null if the host does not have it, or has it bundled.</returns>
    public static string? FileOf(string name) => s_trusted.Value.GetValueOrDefault(name);

    /// <summary>Tells whether an assembly belongs to a shared framework.</summary>
    public static bool IsFramework(string name)
    {
        if (s_frameworkFolders.Value.Count > 0)
        {
            return s_trusted.Value.TryGetValue(name, out var path) && s_frameworkFolders.Value.Contains(Path.GetDirectoryName(path)!);
        }

        // Self-contained applications have the framework beside their own assemblies: the name decides.
        return FrameworkNames.Contains(name) && Has(name);
    }

    private static bool IsBundled(string name)
    {
        try
        {
            AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(name));
            return true;
        }
        catch (Exception fault) when (fault is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            // What the host cannot load it does not have.
            return false;
        }
    }

    private static Dictionary<string, string> ReadTrusted()
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var list = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? string.Empty;
        foreach (var path in list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            names.TryAdd(Path.GetFileNameWithoutExtension(path), path);
        }

        return names;
    }

    /// <summary>The folder of the core library and its siblings: <c>shared/(framework)/(version)</c>.</summary>
    private static HashSet<string> FindFrameworkFolders()
    {
        var folders = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var core = s_trusted.Value.GetValueOrDefault("System.Private.CoreLib");
        var application = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        if (core is null || string.Equals(Path.GetDirectoryName(core), application, StringComparison.OrdinalIgnoreCase))
        {
            return folders;
        }

        // With the separator: an application may lie in a folder whose name only begins like that of the frameworks.
        var shared = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(core)))! + Path.DirectorySeparatorChar;
        foreach (var path in s_trusted.Value.Values)
        {
            var folder = Path.GetDirectoryName(path)!;
            if (folder.StartsWith(shared, StringComparison.OrdinalIgnoreCase))
            {
                folders.Add(folder);
            }
        }

        return folders;
    }
}
