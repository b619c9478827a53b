namespace Dagstack.Extensions.Packages.Tests;

/// <summary>A plugin project whose manifest is rewritten by each test.</summary>
public sealed class PluginProject(PackageFeed feed) : IAsyncLifetime
{
    public const string Manifest = """
        [plugin]
        name = "loud"
        kind = "greeter"
        runtime = "in_process"
        core_version = ">=0.1.0,<1.0.0"
        entry_point = "Loud:Greeter"
        """;

    private readonly UserRepository _repository = new(feed);

    public async ValueTask InitializeAsync()
    {
        _repository.Write("Loud/Loud.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <DagstackPlugin>true</DagstackPlugin>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Dagstack.Extensions.Plugins.Abstractions" Version="0.2.0" />
              </ItemGroup>
            </Project>
            """);
        _repository.Write("Loud/Greeter.cs", "public interface IGreeter; public sealed class Greeter : IGreeter; public sealed record Options(string Name);");
        _repository.Write("Loud/dagstack.toml", Manifest);
        await _repository.SucceedAsync("build", "Loud", "--nologo");
    }

    public ValueTask DisposeAsync()
    {
        _repository.Dispose();
        return ValueTask.CompletedTask;
    }

    internal string ManifestPath => _repository.Combine("Loud/dagstack.toml");

    internal Task<ProcessResult> BuildAsync(params string[] arguments) =>
        _repository.DotnetAsync(["build", "Loud", "--no-restore", "--nologo", .. arguments]);

    internal Task<ProcessResult> BuildAsync(string manifest, params string[] arguments)
    {
        _repository.Write("Loud/dagstack.toml", manifest);
        return BuildAsync(arguments);
    }
}
