using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Layers;

/// <summary>A file that is read if it is there, and that must be there unless it is optional.</summary>
/// <param name="fullPath">Where it is.</param>
/// <param name="file">What messages call it.</param>
/// <param name="isOptional">Whether it may be missing.</param>
internal sealed class ConfigLayer(string fullPath, ConfigFile file, bool isOptional)
{
    public string FullPath { get; } = fullPath;

    public ConfigFile File { get; } = file;

    public bool IsOptional { get; } = isOptional;
}
