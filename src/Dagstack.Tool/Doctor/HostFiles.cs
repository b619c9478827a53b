namespace Dagstack.Tool.Doctor;

/// <summary>The assemblies that a host has in common with its plugins, with their versions.</summary>
/// <param name="Name">What messages call the host.</param>
/// <param name="Shared">The assemblies, by name; without a host, those that no plugin has a copy of.</param>
internal sealed record HostFiles(string Name, IReadOnlyDictionary<string, Version> Shared)
{
    public const string Abstractions = "Dagstack.Extensions.Plugins.Abstractions";
    public const string Host = "Dagstack.Extensions.Plugins";

    /// <summary>Finds them beside a host, or takes those that are named.</summary>
    /// <param name="host">The assembly of the host; null for one like this program.</param>
    /// <param name="contracts">The assemblies with contracts.</param>
    public static HostFiles Of(string? host, IEnumerable<string> contracts)
    {
        var folder = host is null ? AppContext.BaseDirectory : Path.GetDirectoryName(Path.GetFullPath(host))!;
        var shared = new Dictionary<string, Version>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in contracts.Concat([Path.Combine(folder, Abstractions + ".dll"), Path.Combine(folder, Host + ".dll")]))
        {
            if (ManagedFile.Read(file) is { } found)
            {
                shared[found.Name] = found.Version;
            }
        }

        return new(host is null ? "this program" : "the host", shared);
    }
}
