namespace Dagstack.Tool.Tests;

/// <summary>A folder of restored packages: the contract in several versions, and the library that it needs.</summary>
public sealed class ContractPackages : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    public string Path => _folder.Path;

    public string Combine(string path) => _folder.Combine(path);

    public string Write(string path, string text) => _folder.Write(path, text);

    public async ValueTask InitializeAsync()
    {
        using var projects = new ContractProjects();
        var built = await DagstackProcess.RunAsync(projects.Path, "inspect", "Halves");
        Assert.True(built.ExitCode == 0, built.Error);
        Directory.CreateDirectory(Combine("halves"));
        File.Copy(projects.Combine("Halves/dagstack.toml"), Combine("halves/dagstack.toml"));
        var output = projects.Combine("Cutting/bin/Debug/net10.0");
        Add("Pieces", "1.2.0", "netstandard2.0", System.IO.Path.Combine(output, "Pieces.dll"), string.Empty);
        Add("Cutting", "1.0.0", "net10.0", System.IO.Path.Combine(output, "Cutting.dll"), Needs("Pieces", "1.0.0"));
        Add("Cutting", "0.9.0", "net10.0", System.IO.Path.Combine(output, "Cutting.dll"), Needs("Threads", "7.0.0"));
        Add("Cutting", "2.0.0-beta.10", "net10.0", System.IO.Path.Combine(output, "Cutting.dll"), Needs("Threads", "7.0.0"));
        Add("Cutting", "2.0.0-beta.2", "net8.0", System.IO.Path.Combine(output, "Cutting.dll"), $"""<group targetFramework="net8.0">{Needs("Pieces", "1.2.0")}</group>""");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Needs(string id, string version) => $"""<dependency id="{id}" version="{version}" />""";

    private void Add(string id, string version, string framework, string assembly, string needs)
    {
        var folder = $"cache/{id.ToLowerInvariant()}/{version}";
        Write($"{folder}/{id.ToLowerInvariant()}.nuspec", $"""<package><metadata><id>{id}</id><version>{version}</version><dependencies>{needs}</dependencies></metadata></package>""");
        Directory.CreateDirectory(Combine($"{folder}/lib/{framework}"));
        File.Copy(assembly, Combine($"{folder}/lib/{framework}/{System.IO.Path.GetFileName(assembly)}"));
    }
}
