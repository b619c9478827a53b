using Dagstack.Extensions.Configuration.Files;

namespace Dagstack.Extensions.Configuration.Layers;

/// <summary>How files are found and read. What each means, <see cref="DagstackConfigOptions"/> says.</summary>
internal sealed class LayerOptions
{
    private readonly List<(string Path, bool IsOptional)> _added = [];

    public bool Optional { get; set; }

    public string? BasePath { get; set; }

    public string? EnvironmentName { get; set; }

    public Func<string, string?> Variables { get; set; } = Environment.GetEnvironmentVariable;

    public bool EagerSecrets { get; set; }

    public int MaxFileSize { get; set; } = ReadLimits.FileSize;

    /// <summary>Gets the files over those that are found.</summary>
    public IReadOnlyList<(string Path, bool IsOptional)> Added => _added;

    public void Add(string path, bool isOptional) => _added.Add((path, isOptional));
}
