namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>A root with plugin folders made of the fixture assembly, gone afterwards.</summary>
internal sealed class PluginFolders : IDisposable
{
    private static readonly string s_fixtures = Path.Combine(AppContext.BaseDirectory, "plugins", "fixtures", "fixtures.dll");

    private readonly TempFolder _folder = new();

    public string Root => _folder.Path;

    /// <summary>Makes the folder of a plugin of the kind <c>greeter</c>.</summary>
    /// <param name="name">The plugin's name, and its folder's.</param>
    /// <param name="className">A class of the fixture assembly.</param>
    /// <param name="more">More lines of the manifest.</param>
    /// <param name="kind">Another kind.</param>
    /// <param name="folder">Another folder.</param>
    public PluginFolders Add(string name, string className, string more = "", string kind = "greeter", string? folder = null)
    {
        var directory = folder ?? name;
        _folder.Write($"{directory}/dagstack.toml", $"""
            [plugin]
            name = "{name}"
            kind = "{kind}"
            runtime = "in_process"
            core_version = ">=0.1.0,<1.0.0"
            entry_point = "fixtures:{className}"
            {more}
            """);
        File.Copy(s_fixtures, Path.Combine(Root, directory, "fixtures.dll"), overwrite: true);
        return this;
    }

    public PluginFolders Write(string relative, string text)
    {
        _folder.Write(relative, text);
        return this;
    }

    public string ManifestOf(string folder) => Path.Combine(Root, folder, "dagstack.toml");

    public void Dispose() => _folder.Dispose();
}
