namespace Dagstack.Extensions.Packages.Tests;

/// <summary>Every example of every page compiles in a new folder, with the packages.</summary>
public sealed class SnippetTests(PackageFeed feed)
{
    /// <summary>Pages whose examples are tested elsewhere, where more than compiling is asked of them.</summary>
    private static readonly HashSet<string> s_elsewhere = ["configuration.md", "hot-reload.md", "json.md", "kinds.md"];

    [Fact]
    public async Task Examples_OfAllPages_Compile()
    {
        using var repository = new UserRepository(feed);
        foreach (var (path, text) in Readme.Programs().Where(static file => file.Path.StartsWith("Chunking/", StringComparison.Ordinal)))
        {
            repository.Write(path, text);
        }

        repository.Write("Docs/Docs.csproj", """
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <IsTestProject>true</IsTestProject>
                <NoWarn>$(NoWarn);CS1998;CS8321;CS9113;CS0219;CS0414;CS0649;xUnit1051</NoWarn>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Dagstack.Extensions.Plugins" Version="0.2.0" />
                <PackageReference Include="Dagstack.Extensions.Plugins.AspNetCore" Version="0.2.0" />
                <PackageReference Include="Dagstack.Extensions.Plugins.Mcp.AspNetCore" Version="0.2.0" />
                <PackageReference Include="Dagstack.Extensions.Plugins.OpenTelemetry" Version="0.2.0" />
                <PackageReference Include="Dagstack.Extensions.Plugins.Testing" Version="0.2.0" />
                <PackageReference Include="Dagstack.Extensions.Orchestration.PostgreSql" Version="0.2.0" />
                <PackageReference Include="Microsoft.AspNetCore.Mvc.Testing" Version="10.0.12" />
                <PackageReference Include="OpenTelemetry.Exporter.Console" Version="1.20.1" />
                <PackageReference Include="xunit.v3.assert" Version="4.0.2" />
                <PackageReference Include="xunit.v3.extensibility.core" Version="4.0.2" />
                <ProjectReference Include="../Chunking/Chunking.csproj" />
              </ItemGroup>
            </Project>
            """);
        repository.Write("Docs/Stage.cs", await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "Dagstack.Extensions.Packages.Tests", "Snippets", "Stage.cs.txt"), TestContext.Current.CancellationToken));
        repository.Write("Docs/Program.cs", "System.Console.WriteLine();\n\npublic partial class Program;\n");
        var pages = Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Readme.File)
            .Where(static page => !s_elsewhere.Contains(Path.GetFileName(page)) && SnippetPage.BlocksOf(page).Count > 0)
            .ToList();
        Assert.True(pages.Count > 10, string.Join(", ", pages));
        foreach (var page in pages)
        {
            var name = string.Concat(Path.GetFileNameWithoutExtension(page).Split('-').Select(static word => char.ToUpperInvariant(word[0]) + word[1..]));
            repository.Write($"Docs/{name}.cs", SnippetPage.Write(page, name));
        }

        var build = await repository.DotnetAsync("build", "Docs", "--nologo");
        Assert.True(build.ExitCode == 0, build.Output);
    }
}
