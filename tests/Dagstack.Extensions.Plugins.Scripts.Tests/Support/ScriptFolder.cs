namespace Dagstack.Extensions.Plugins.Scripts.Tests;

/// <summary>A root with plugins of two files, and a cache of its own, gone afterwards.</summary>
internal sealed class ScriptFolder : IDisposable
{
    private readonly TempFolder _folder = new();

    public string Root => _folder.Combine("plugins");

    public string Cache => _folder.Combine("cache");

    /// <summary>Gets the entries of the cache.</summary>
    public IReadOnlyList<string> Entries => Directory.Exists(Cache) ? Directory.GetFiles(Cache, "*.dagscript") : [];

    public string File(string name = "lines") => FileOf(name, "plugin.cs");

    public string FileOf(string name, string file) => Path.Combine(Root, name, file);

    /// <summary>Writes a plugin: its manifest, and its code where it is given.</summary>
    /// <param name="code">The code of the class.</param>
    /// <param name="name">The plugin's name, and its folder's.</param>
    /// <param name="entryPoint">What the manifest names.</param>
    /// <param name="more">More lines of the manifest.</param>
    public ScriptFolder Write(string? code, string name = "lines", string entryPoint = "plugin:LineChunker", string more = "")
    {
        _folder.Write($"plugins/{name}/dagstack.toml", $"""
            [plugin]
            name = "{name}"
            kind = "chunker"
            runtime = "in_process"
            core_version = ">=0.1.0,<1.0.0"
            entry_point = "{entryPoint}"
            {more}
            """);
        return code is null ? this : Edit(code, name);
    }

    public ScriptFolder Edit(string code, string name = "lines")
    {
        _folder.Write($"plugins/{name}/plugin.cs", code);
        return this;
    }

    public ScriptFolder Edit(byte[] code, string name = "lines")
    {
        _folder.Write($"plugins/{name}/plugin.cs", code);
        return this;
    }

    public void Dispose() => _folder.Dispose();
}
