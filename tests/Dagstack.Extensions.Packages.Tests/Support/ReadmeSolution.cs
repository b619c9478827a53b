namespace Dagstack.Extensions.Packages.Tests;

/// <summary>The README's projects as printed, and a test project of the user's own that only references the host.</summary>
public sealed class ReadmeSolution : IAsyncLifetime
{
    public const string Name = "The README's projects";

    public static readonly string[] Output = ["0: Hello", "5: , dag", "10: stack", "15: !"];

    public static readonly string[] PluginFiles = ["dagstack.toml", "plugin.deps.json", "plugin.dll", "plugin.pdb"];

    public ReadmeSolution(PackageFeed feed)
    {
        Repository = new(feed);
        foreach (var (path, text) in Readme.Programs().Where(static file => !file.Path.StartsWith("samples/", StringComparison.Ordinal)))
        {
            Repository.Write(path, text);
        }

        Repository.Write("Host.Tests/Host.Tests.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <IsTestProject>true</IsTestProject>
                <UseMicrosoftTestingPlatformRunner>true</UseMicrosoftTestingPlatformRunner>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="xunit.v3" Version="4.0.2" />
                <PackageReference Include="Microsoft.Extensions.Hosting" Version="10.0.12" />
                <ProjectReference Include="../Host/Host.csproj" />
              </ItemGroup>
            </Project>
            """);
        Repository.Write("Host.Tests/ChunkerTests.cs", """
            using System.Threading.Tasks;
            using Chunking;
            using Microsoft.Extensions.DependencyInjection;
            using Xunit;

            public sealed class ChunkerTests
            {
                [Fact]
                public async Task Chunk_OfFiveLettersByThree_IsTwo()
                {
                    var services = new ServiceCollection().AddLogging();
                    services.AddDagstackPlugins(o => o.Discover("plugins/"));
                    await using var provider = services.BuildServiceProvider();
                    await provider.SetupPluginsAsync(TestContext.Current.CancellationToken);

                    Assert.Equal(2, provider.GetRequiredKeyedService<IChunker>("chunker:fixed").Chunk("Hello", 3).Count);
                }
            }
            """);
    }

    internal UserRepository Repository { get; }

    /// <summary>Gets what the first build said, with nothing restored before.</summary>
    internal ProcessResult Build { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Build = await Repository.SucceedAsync("build", "Host", "--nologo");

    public ValueTask DisposeAsync()
    {
        Repository.Dispose();
        return ValueTask.CompletedTask;
    }
}
