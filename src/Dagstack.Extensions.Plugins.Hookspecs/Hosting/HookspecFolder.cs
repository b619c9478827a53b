namespace Dagstack.Extensions.Plugins.Hookspecs.Hosting;

/// <summary>A folder of hookspecs that a host compares its contracts with.</summary>
/// <param name="Path">The folder as it was given.</param>
/// <param name="FailFast">Whether a difference keeps the host from starting; null for what the host says of plugins.</param>
internal sealed record HookspecFolder(string Path, bool? FailFast)
{
    /// <summary>Finds the folder: a relative one below the content root, then below the application.</summary>
    public string? Find(string? contentRoot) => new[] { contentRoot, AppContext.BaseDirectory }
        .OfType<string>().Select(place => System.IO.Path.GetFullPath(Path, System.IO.Path.GetFullPath(place))).FirstOrDefault(Directory.Exists);
}
