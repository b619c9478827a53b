namespace Dagstack.Extensions.Packages.Tests;

/// <summary>Mistakes that users make in their projects and manifests. Each is made for real, all of them in one build.</summary>
internal static class BuildMistakes
{
    private const string Plugin = """<PluginReference Include="../Greeter/Greeter.csproj" />""";

    /// <summary>Gets the mistakes in the order of a first hour: contract, plugin, manifest, host, publishing.</summary>
    public static IReadOnlyList<BuildMistake> All { get; } =
    [
        new("a contract in F#", "Contract/Contract.fsproj", string.Empty,
        [
            ("Contract/Contract.fsproj", BuildMistake.ProjectOf(string.Empty, """<Compile Include="Greeter.fs" /><PackageReference Include="Dagstack.Extensions.Plugins.Abstractions" Version="0.2.0" />""")),
            ("Contract/Greeter.fs", BuildMistake.FSharpContract),
        ]),
        BuildMistake.Plugin("a plugin without a manifest", [.. BuildMistake.PluginFiles("Greeter").Where(static file => file.Path != "Greeter/dagstack.toml")]),
        BuildMistake.Plugin("a misspelled key in a manifest", "kind = ", "priorty = 3\nkind = "),
        BuildMistake.Plugin("a manifest without an entry point", "entry_point = \"Greeter:PoliteGreeter\"\n", string.Empty),
        BuildMistake.Plugin("an entry point that is none", "\"Greeter:PoliteGreeter\"", "\"Greeter.dll\""),
        BuildMistake.Plugin("an assembly name that the entry point does not have", "</DagstackPlugin>", "</DagstackPlugin><AssemblyName>Acme.Greeter</AssemblyName>"),
        BuildMistake.Plugin("a version of the library that the plugin is not built against", ">=0.1.0,<1.0.0", ">=7.0.0"),
        BuildMistake.Host("a plugin that is referenced as a library", """<ProjectReference Include="../Greeter/Greeter.csproj" />""", files: BuildMistake.PluginFiles("Greeter")),
        BuildMistake.Host("a PluginReference to what is no plugin", Plugin, files: [("Greeter/Greeter.csproj", BuildMistake.ProjectOf(string.Empty, string.Empty))]),
        BuildMistake.Host("a PluginReference that leads nowhere", """<PluginReference Include="../Greter/Greter.csproj" />"""),
        BuildMistake.Host(
            "two plugins of one folder",
            Plugin + """<PluginReference Include="../Copy/Copy.csproj" />""",
            files: [.. BuildMistake.PluginFiles("Greeter"), .. BuildMistake.PluginFiles("Copy", "<DagstackPluginFolder>greeter</DagstackPluginFolder>")]),
        BuildMistake.Host("a host that is trimmed", string.Empty, "PublishTrimmed=true"),

        // What dotnet publish sets itself is set here too: it is a build that says so.
        BuildMistake.Host("a host that is compiled to native code", string.Empty, "PublishAot=true;_IsPublishing=true"),
    ];
}
