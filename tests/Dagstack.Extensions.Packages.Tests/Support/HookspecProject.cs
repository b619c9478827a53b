namespace Dagstack.Extensions.Packages.Tests;

/// <summary>A contract project whose interface is made of a kind in YAML, in a repository of its own for each test.</summary>
internal sealed class HookspecProject : IDisposable
{
    public const string Yaml = "Cutting/kinds/cutter/v1.yaml";
    public const string Schema = "Cutting/kinds/cutter/schemas/cut.input.json";
    public const string Made = "Cutting/obj/Debug/net10.0/hookspecs/cutter.v1.g.cs";
    public const string Assembly = "Cutting/obj/Debug/net10.0/Cutting.dll";

    public HookspecProject(PackageFeed feed)
    {
        Repository = new(feed);
        Write("""<DagstackHookspec Include="kinds/cutter/v1.yaml" />""");
        WriteKind("cutter");
    }

    public UserRepository Repository { get; }

    /// <summary>Writes the project with items.</summary>
    public void Write(string items) => Repository.Write("Cutting/Cutting.csproj", $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Dagstack.Extensions.Plugins.Abstractions" Version="0.2.0" />
            <PackageReference Include="Dagstack.Extensions.Plugins.Hookspecs" Version="0.2.0" PrivateAssets="all" IncludeAssets="build" />
            {items}
          </ItemGroup>
        </Project>
        """);

    /// <summary>Writes a kind with the hook <c>cut</c>.</summary>
    public void WriteKind(string kind)
    {
        Repository.Write($"Cutting/kinds/{kind}/v1.yaml", $"""
            kind: {kind}
            kind_api_version: "1.0.0"
            hooks:
              - name: cut
                dispatch: capability
                input_schema: schemas/cut.input.json
                output_schema: schemas/cut.output.json
            """);
        Repository.Write($"Cutting/kinds/{kind}/schemas/cut.input.json", """
            {
              "type": "object",
              "properties": { "text": { "type": "string", "maxLength": 1000 } },
              "required": ["text"],
              "additionalProperties": false
            }
            """);
        Repository.Write($"Cutting/kinds/{kind}/schemas/cut.output.json", """{ "type": "array", "items": { "type": "string" } }""");
    }

    /// <summary>Replaces a text in a file.</summary>
    public void Edit(string file, string old, string text)
    {
        var before = Read(file);
        Assert.Contains(old, before, StringComparison.Ordinal);
        Repository.Write(file, before.Replace(old, text, StringComparison.Ordinal));
    }

    public string Read(string file) => File.ReadAllText(Repository.Combine(file));

    public DateTime TimeOf(string file) => File.GetLastWriteTimeUtc(Repository.Combine(file));

    public Task<ProcessResult> BuildAsync(params string[] arguments) => Repository.DotnetAsync(["build", "Cutting", "--nologo", .. arguments]);

    /// <summary>Builds what has to succeed without a warning.</summary>
    public Task SucceedAsync() => Repository.SucceedAsync("build", "Cutting", "--nologo");

    public void Dispose() => Repository.Dispose();
}
