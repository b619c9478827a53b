namespace Dagstack.Extensions.Packages.Tests;

/// <summary>A repository of somebody who uses the packages, with a space in its path.</summary>
internal sealed class UserRepository : IDisposable
{
    private readonly TempFolder _folder = new();

    public UserRepository(PackageFeed feed)
    {
        Write("nuget.config", feed.NugetConfig);
        Write("global.json", """{ "test": { "runner": "Microsoft.Testing.Platform" } }""");
    }

    public string Root => _folder.Combine("my code");

    public string Combine(string path) => Path.Combine(Root, path);

    public void Write(string path, string text) => _folder.Write(Path.Combine("my code", path), text);

    public Task<ProcessResult> DotnetAsync(params string[] arguments) => Tool.RunAsync(Root, arguments);

    /// <summary>Runs a command that has to succeed without a warning.</summary>
    public async Task<ProcessResult> SucceedAsync(params string[] arguments)
    {
        var result = await DotnetAsync(arguments);
        Assert.True(result.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{result.Output}{result.Error}");
        Assert.DoesNotContain(": warning ", result.Output, StringComparison.Ordinal);
        return result;
    }

    /// <summary>The files below a folder, with forward slashes, in order.</summary>
    public IReadOnlyList<string> Files(string folder) =>
        [.. Directory.GetFiles(Combine(folder), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Combine(folder), file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Dispose();
}
