namespace Dagstack.Extensions.Packages.Tests;

/// <summary>A mistake in the projects and manifests of a solution.</summary>
/// <param name="Title">The mistake in words.</param>
/// <param name="Project">The project that is built.</param>
/// <param name="Properties">What the command sets, such as a way to publish.</param>
/// <param name="Files">The files, by their paths.</param>
internal sealed record BuildMistake(string Title, string Project, string Properties, IReadOnlyList<(string Path, string Text)> Files)
{
    private const string Manifest = """
        [plugin]
        name = "polite"
        kind = "greeter"
        runtime = "in_process"
        core_version = ">=0.1.0,<1.0.0"
        entry_point = "Greeter:PoliteGreeter"

        """;

    public const string FSharpContract = """
        module Contract
        open Dagstack.Extensions.Plugins

        [<PluginKind("greeter")>]
        type IGreeter =
            abstract Greet: string -> string
        """;

    /// <summary>A host with references of its own.</summary>
    public static BuildMistake Host(string title, string references, string properties = "", params IEnumerable<(string Path, string Text)> files) => new(
        title,
        "Host/Host.csproj",
        properties,
        [
            ("Host/Host.csproj", ProjectOf("<OutputType>Exe</OutputType>", $"""<PackageReference Include="Dagstack.Extensions.Plugins" Version="0.2.0" />{references}""")),
            ("Host/Program.cs", "System.Console.WriteLine();"),
            .. files,
        ]);

    /// <summary>A plugin whose manifest, or project, has one thing replaced by another.</summary>
    public static BuildMistake Plugin(string title, string old, string replacement) => Plugin(title, [.. PluginFiles("Greeter").Select(file => (file.Path, file.Text.Replace(old, replacement, StringComparison.Ordinal)))]);

    public static BuildMistake Plugin(string title, IReadOnlyList<(string Path, string Text)> files) => new(title, "Greeter/Greeter.csproj", string.Empty, files);

    /// <summary>A plugin in which nothing is wrong.</summary>
    public static IReadOnlyList<(string Path, string Text)> PluginFiles(string project, string properties = "") =>
    [
        ($"{project}/{project}.csproj", ProjectOf("<DagstackPlugin>true</DagstackPlugin>" + properties, """<PackageReference Include="Dagstack.Extensions.Plugins.Abstractions" Version="0.2.0" />""")),
        ($"{project}/PoliteGreeter.cs", "public interface IGreeter; public sealed class PoliteGreeter : IGreeter;"),
        ($"{project}/dagstack.toml", Manifest.Replace("Greeter:", project + ":", StringComparison.Ordinal)),
    ];

    public static string ProjectOf(string properties, string items) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework>{properties}</PropertyGroup>
          <ItemGroup>{items}</ItemGroup>
        </Project>
        """;
}
