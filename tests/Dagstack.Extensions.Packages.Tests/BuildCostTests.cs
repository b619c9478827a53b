using System.Diagnostics;
using System.Globalization;

namespace Dagstack.Extensions.Packages.Tests;

/// <summary>What the analyzers and a hookspec add to the build of a project of two hundred files.</summary>
public sealed class BuildCostTests(PackageFeed feed, ITestOutputHelper output)
{
    private const int Files = 200;
    private const int Rounds = 11;

    /// <summary>Analyzers that have nothing to say are not run: the compiler leaves them out.</summary>
    private const string Without = "-p:NoWarn=DSP019%3BDSP030%3BDSP031%3BDSP032%3BDSP033%3BDSP034%3BDSP035%3BDSP036%3BDSP037%3BDSP038%3BDSP040%3BDSP041%3BDSP042%3BDSP043%3BDSP044%3BDSP045%3BDSP046%3BDSP047%3BDSP048";

    [Fact]
    public async Task Build_OfAPluginOf200Files_WithAndWithoutAnalyzers()
    {
        SkipUnlessAsked();
        using var repository = new UserRepository(feed);
        repository.Write("Big/dagstack.toml", PluginProject.Manifest.Replace("Loud:Greeter", "Big:Class0", StringComparison.Ordinal));
        Write(repository, """
              <PropertyGroup><DagstackPlugin>true</DagstackPlugin></PropertyGroup>
              <ItemGroup><PackageReference Include="Dagstack.Extensions.Plugins.Abstractions" Version="0.2.0" /></ItemGroup>
            """);

        await CompareAsync(repository, with: "-p:NoWarn=", Without, aim: 1.15);
    }

    [Fact]
    public async Task Build_OfAProjectOf200Files_WithAndWithoutAHookspec()
    {
        SkipUnlessAsked();
        using var project = new HookspecProject(feed);
        Write(project.Repository, """
              <ItemGroup>
                <PackageReference Include="Dagstack.Extensions.Plugins.Abstractions" Version="0.2.0" />
                <PackageReference Include="Dagstack.Extensions.Plugins.Hookspecs" Version="0.2.0" PrivateAssets="all" IncludeAssets="build" />
                <DagstackHookspec Include="../Cutting/kinds/cutter/v1.yaml" Namespace="Big.Cutting" Condition="'$(WithHookspec)' == 'true'" />
              </ItemGroup>
            """);

        await CompareAsync(project.Repository, with: "-p:WithHookspec=true", without: "-p:WithHookspec=false", aim: 1.05);
    }

    private static void SkipUnlessAsked() => Assert.SkipUnless(Environment.GetEnvironmentVariable("DAGSTACK_BUILD_COST") == "1", "It measures, which takes minutes and a quiet machine: set DAGSTACK_BUILD_COST=1.");

    private static void Write(UserRepository repository, string items)
    {
        repository.Write("Big/Big.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
            {items}
            </Project>
            """);
        repository.Write("Big/IGreeter.cs", "using Dagstack.Extensions.Plugins;\n[PluginKind(\"greeter\")] public interface IGreeter { string Greet(string name); }");
        for (var i = 0; i < Files; i++)
        {
            repository.Write(string.Create(CultureInfo.InvariantCulture, $"Big/Class{i}.cs"), Class(i));
        }
    }

    private async Task CompareAsync(UserRepository repository, string with, string without, double aim)
    {
        await repository.SucceedAsync("build", "Big", "--nologo");
        var (first, second) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            second.Add(await BuildAsync(repository, without));
            first.Add(await BuildAsync(repository, with));
        }

        // The median of the ratios of neighbours: what else the machine does, it does to both.
        var ratio = first.Zip(second, static (a, b) => a / b).Order().ElementAt(Rounds / 2);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"with {first.Order().ElementAt(Rounds / 2):0.00} s, without {second.Order().ElementAt(Rounds / 2):0.00} s, ratio {ratio:0.000}, aim {aim}"));
    }

    private static async Task<double> BuildAsync(UserRepository repository, string property)
    {
        var before = Stopwatch.GetTimestamp();
        await repository.SucceedAsync("build", "Big", "--no-restore", "--no-dependencies", "--nologo", "-t:Rebuild", "-p:UseSharedCompilation=true", "-p:DagstackCheckManifest=false", property);
        return Stopwatch.GetElapsedTime(before).TotalSeconds;
    }

    private static string Class(int number) => $$"""
        namespace Big;

        public sealed class Class{{number}} : IGreeter
        {
            private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
            private static readonly string[] s_words = ["one", "two", "three"];

            public string Greet(string name)
            {
                _counts[name] = _counts.GetValueOrDefault(name) + 1;
                var words = s_words.Where(word => word.Length > {{number % 5}}).Select(word => word.ToUpperInvariant() + name).ToList();
                words.Add(string.Join(", ", words.OrderBy(static word => word.Length)));
                for (var i = 0; i < words.Count; i++)
                {
                    words[i] = words[i].Trim().Replace("a", "b", StringComparison.Ordinal);
                }

                return words.Aggregate(name, (all, word) => $"{all} {word} {_counts.Count}");
            }

            public IEnumerable<int> Numbers(int from, int to) => Enumerable.Range(from, to - from).Where(number => number % {{number + 1}} == 0).Select(number => number * Math.Max(from, to));

            public async Task<int> CountAsync(IAsyncEnumerable<string> names, CancellationToken cancellationToken)
            {
                var count = 0;
                await foreach (var name in names.WithCancellation(cancellationToken).ConfigureAwait(false))
                {
                    count += Greet(name).Length;
                }

                return count;
            }
        }
        """;
}
