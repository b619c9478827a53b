namespace Dagstack.Extensions.Packages.Tests;

/// <summary>Plugin projects get the analyzers by their build targets, together with the manifest.</summary>
public sealed class AnalyzerTests(PackageFeed feed)
{
    [Fact]
    public async Task Plugin_ThatReferencesAContractOnly_IsAnalyzedAndAgainWhenItsManifestChanges()
    {
        using var repository = new UserRepository(feed);
        repository.Write("Contracts/Contracts.csproj", Project("<PackageReference Include=\"Dagstack.Extensions.Plugins.Abstractions\" Version=\"0.2.0\" />"));
        repository.Write("Contracts/IGreeter.cs", "using Dagstack.Extensions.Plugins;\n[PluginKind(\"greeter\")] public interface IGreeter { string Greet(); }");
        repository.Write("Loud/Loud.csproj", Project("<ProjectReference Include=\"../Contracts/Contracts.csproj\" />", "<DagstackPlugin>true</DagstackPlugin>"));
        repository.Write("Loud/Greeter.cs", "public sealed class Greeter(System.TimeProvider clock) : IGreeter { public string Greet() => $\"{clock}{System.DateTime.Now}\"; }");
        repository.Write("Loud/dagstack.toml", PluginProject.Manifest);

        var first = await repository.DotnetAsync("build", "Loud", "--nologo");
        Assert.Contains("Greeter.cs(1,104): warning DSP030: DateTime.Now reads the time of the machine", first.Output, StringComparison.Ordinal);
        Assert.Contains("dagstack.toml(6,15): warning DSP042: The constructor of 'Greeter' takes TimeProvider clock", first.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("CS9067", first.Output, StringComparison.Ordinal);

        repository.Write("Loud/dagstack.toml", PluginProject.Manifest + "\n[plugin.resources]\nrequired = [\"clock\"]\n");
        var second = await repository.DotnetAsync("build", "Loud", "--no-restore", "--nologo");
        Assert.Contains("warning DSP030", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("DSP042", second.Output, StringComparison.Ordinal);
    }

    private static string Project(string reference, string property = "") => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            {property}
          </PropertyGroup>
          <ItemGroup>
            {reference}
          </ItemGroup>
        </Project>
        """;
}
