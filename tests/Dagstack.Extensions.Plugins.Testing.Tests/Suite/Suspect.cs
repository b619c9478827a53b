namespace Dagstack.Extensions.Plugins.Testing.Tests.Suite;

/// <summary>A plugin of the fixture assembly, with a manifest that a test writes.</summary>
internal sealed class Suspect : IDisposable
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "plugins", "suspects");

    private readonly TempFolder _folder = new();

    /// <param name="className">The class.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="more">More lines of the manifest.</param>
    /// <param name="name">The plugin's name.</param>
    public Suspect(string className, string kind = "probe", string more = "", string name = "suspect")
    {
        _folder.Write("dagstack.toml", $"""
            [plugin]
            name = "{name}"
            kind = "{kind}"
            runtime = "in_process"
            core_version = ">=0.1.0,<1.0.0"
            entry_point = "suspects:{className}"
            {more}
            """);
        foreach (var file in new[] { "suspects.dll", "suspects.pdb" })
        {
            File.Copy(Path.Combine(s_folder, file), _folder.Combine(file));
        }
    }

    public string Folder => _folder.Path;

    /// <summary>Writes the lines that declare resources.</summary>
    public static string Resources(params string[] names) => $"[plugin.resources]\nrequired = [{string.Join(", ", names.Select(static name => $"\"{name}\""))}]";

    /// <summary>Puts the resource that is named first where a table of the manifest allows it.</summary>
    public static string Manifest(string text)
    {
        var resource = Array.Find(["clock", "rng", "tmpdir", "http_client"], name => text == name || text.StartsWith(name + " ", StringComparison.Ordinal));
        return resource is null ? text : $"{text[resource.Length..].TrimStart()}\n{Resources(resource)}";
    }

    public Task<PluginReport> RunAsync() => PluginContractSuite.ForFolder(Folder).RunAsync(TestContext.Current.CancellationToken);

    public void Dispose() => _folder.Dispose();
}
