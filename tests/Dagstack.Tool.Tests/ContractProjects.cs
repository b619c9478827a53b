using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Tool.Tests;

/// <summary>Projects as a user has them, none of them built: a contract, a library that it needs, and a plugin of the contract's kind.</summary>
public sealed class ContractProjects : IDisposable
{
    private readonly TempFolder _folder = new();

    public ContractProjects()
    {
        _folder.Write("Pieces/Pieces.csproj", Project());
        _folder.Write("Pieces/Piece.cs", "namespace Pieces; public sealed record Piece(string Text);");
        _folder.Write("Cutting/Cutting.csproj", Project($"""
            <ProjectReference Include="../Pieces/Pieces.csproj" />
            <Reference Include="{Built("Dagstack.Extensions.Plugins.Abstractions", "net10.0")}" />
            <Analyzer Include="{Built("Dagstack.Extensions.Plugins.Generators", "netstandard2.0")}" />
            """));
        _folder.Write("Cutting/ICutter.cs", """
            [Dagstack.Extensions.Plugins.PluginKind("cutter")]
            public interface ICutter
            {
                System.Collections.Generic.IReadOnlyList<Pieces.Piece> Cut(string text);
            }
            """);
        _folder.Write("Halves/Halves.csproj", Project("""<ProjectReference Include="../Cutting/Cutting.csproj" />"""));
        _folder.Write("Halves/dagstack.toml", Plugins.Sound("halves").Replace("chunker", "cutter", StringComparison.Ordinal));
    }

    public string Path => _folder.Path;

    public string Combine(string path) => _folder.Combine(path);

    public string Write(string path, string text) => _folder.Write(path, text);

    public void Dispose() => _folder.Dispose();

    private static string Project(string items = "") => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
          <ItemGroup>{items}</ItemGroup>
        </Project>
        """;

    private static string Built(string project, string framework)
    {
        var output = System.IO.Path.Combine(Repository.Root, "src", project, "bin", Repository.Configuration);
        var file = System.IO.Path.Combine(output, framework, project + ".dll");
        return File.Exists(file) ? file : System.IO.Path.Combine(output, project + ".dll");
    }
}
