namespace Dagstack.Extensions.Packages.Tests;

/// <summary>
/// A repository with everything that makes plugin folders hard: central package versions, several target frameworks, a native
/// library, translations, content, a library of the plugin's own, a contract that is not marked, and references that are wrong.
/// </summary>
public sealed class AwkwardSolution(PackageFeed feed) : IAsyncLifetime
{
    internal UserRepository Repository { get; } = new(feed);

    public async ValueTask InitializeAsync()
    {
        Repository.Write("Directory.Packages.props", """
            <Project>
              <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
              <ItemGroup>
                <PackageVersion Include="Dagstack.Extensions.Plugins" Version="0.2.0" />
                <PackageVersion Include="Dagstack.Extensions.Plugins.Abstractions" Version="0.2.0" />
                <PackageVersion Include="Microsoft.Extensions.Caching.Memory" Version="10.0.12" />
                <PackageVersion Include="Microsoft.Extensions.Logging" Version="10.0.12" />
                <PackageVersion Include="Native.Answer" Version="1.0.0" />
                <PackageVersion Include="Tomlyn" Version="2.10.2" />
              </ItemGroup>
            </Project>
            """);
        WriteContract();
        WriteLibrary();
        WritePlugin();
        Repository.Write("Quiet/Quiet.csproj", Plugin("<DagstackPluginFolder>greeter-plugin</DagstackPluginFolder>"));
        Repository.Write("Quiet/dagstack.toml", Manifest("quiet", "Quiet:Quiet"));
        Repository.Write("Quiet/Quiet.cs", "public sealed class Quiet : Contract.IGreeter { public string Greet() => string.Empty; }");
        Repository.Write("NoPlugin/NoPlugin.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""");
        WriteHost();
        WriteCarrier();
        await Repository.SucceedAsync("build", "Host", "-c", "Release", "--nologo");
    }

    public ValueTask DisposeAsync()
    {
        Repository.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Manifest(string name, string entryPoint) => $"""
        [plugin]
        name = "{name}"
        kind = "greeter"
        runtime = "in_process"
        core_version = "^0.2"
        entry_point = "{entryPoint}"
        """;

    private static string Plugin(string properties, string items = "") => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFrameworks>net10.0</TargetFrameworks>
            <DagstackPlugin>true</DagstackPlugin>
            {properties}
          </PropertyGroup>
          <ItemGroup>
            <ProjectReference Include="../Contract/Contract.csproj" />
            {items}
          </ItemGroup>
        </Project>
        """;

    private void WriteContract()
    {
        Repository.Write("Contract/Contract.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageReference Include="Dagstack.Extensions.Plugins.Abstractions" /></ItemGroup>
            </Project>
            """);
        Repository.Write("Contract/IGreeter.cs", """
            namespace Contract;

            [Dagstack.Extensions.Plugins.PluginKind("greeter")]
            public interface IGreeter { string Greet(); }
            """);
    }

    private void WriteLibrary()
    {
        // It references Abstractions as a contract does, and is none.
        Repository.Write("Library/Library.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageReference Include="Dagstack.Extensions.Plugins.Abstractions" /></ItemGroup>
            </Project>
            """);
        Repository.Write("Library/Words.cs", """
            public static class Words
            {
                public static string Of(Dagstack.Extensions.Plugins.Clock clock) => clock is null ? "no clock" : System.Environment.Version.Major.ToString();
            }
            """);
    }

    private void WritePlugin()
    {
        Repository.Write("GreeterPlugin/GreeterPlugin.csproj", Plugin(string.Empty, """
            <ProjectReference Include="../Library/Library.csproj" />
            <PackageReference Include="Microsoft.Extensions.Caching.Memory" />
            <PackageReference Include="Native.Answer" />
            <PackageReference Include="Tomlyn" />
            <Content Include="data/*.txt" CopyToOutputDirectory="PreserveNewest" />
            """));
        Repository.Write("GreeterPlugin/dagstack.toml", Manifest("polite", "GreeterPlugin:Greeter"));
        Repository.Write("GreeterPlugin/data/one.txt", "one");
        Repository.Write("GreeterPlugin/data/two.txt", "two");
        Repository.Write("GreeterPlugin/Greeter.cs", """
            using System.Globalization;
            using System.Resources;
            using Microsoft.Extensions.Caching.Memory;

            public sealed class Greeter : Contract.IGreeter
            {
                // Its abstractions are of a kind that hosts share where they have them, and this one has not.
                private readonly IMemoryCache _cache = new MemoryCache(new MemoryCacheOptions());

                public string Greet() =>
                    new ResourceManager("GreeterPlugin.Words", typeof(Greeter).Assembly).GetString("hello", new CultureInfo("de")) + ", " + Words.Of(null!) + ", " + _cache.GetOrCreate("word", static _ => "cached");
            }
            """);
        Repository.Write("GreeterPlugin/Words.resx", Resources("Hello"));
        Repository.Write("GreeterPlugin/Words.de.resx", Resources("Hallo"));
    }

    private void WriteHost()
    {
        Repository.Write("Host/Host.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFrameworks>net10.0</TargetFrameworks>
                <InvariantGlobalization>true</InvariantGlobalization>
                <PredefinedCulturesOnly>false</PredefinedCulturesOnly>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Dagstack.Extensions.Plugins" />
                <PackageReference Include="Microsoft.Extensions.Logging" />
                <ProjectReference Include="../Contract/Contract.csproj" />
                <PluginReference Include="../GreeterPlugin/GreeterPlugin.csproj" />
                <PluginReference Include="../Quiet/Quiet.csproj" Condition="'$(Wrong)' == 'twice'" />
                <PluginReference Include="../NoPlugin/NoPlugin.csproj" Condition="'$(Wrong)' == 'none'" />
                <PluginReference Include="../Greeter/Greeter.csproj" Condition="'$(Wrong)' == 'missing'" />
                <ProjectReference Include="../Quiet/Quiet.csproj" Condition="'$(Wrong)' == 'library'" />
              </ItemGroup>
            </Project>
            """);
        Repository.Write("Host/Program.cs", """
            using Microsoft.Extensions.DependencyInjection;

            var services = new ServiceCollection().AddLogging();
            services.AddDagstackPlugins(o => o.Discover("plugins/"));
            await using var provider = services.BuildServiceProvider();
            await provider.SetupPluginsAsync();
            System.Console.WriteLine(provider.GetRequiredKeyedService<Contract.IGreeter>("greeter:polite").Greet());
            """);
    }

    /// <summary>A host that hands plugins on, and uses no type of their contract.</summary>
    private void WriteCarrier()
    {
        Repository.Write("Carrier/Carrier.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Dagstack.Extensions.Plugins" />
                <PackageReference Include="Microsoft.Extensions.Logging" />
                <ProjectReference Include="../Contract/Contract.csproj" />
                <PluginReference Include="../GreeterPlugin/GreeterPlugin.csproj" />
              </ItemGroup>
            </Project>
            """);
        Repository.Write("Carrier/Program.cs", """
            using Dagstack.Extensions.Plugins;
            using Microsoft.Extensions.DependencyInjection;

            var services = new ServiceCollection().AddLogging();
            services.AddDagstackPlugins(o => o.Discover("plugins/"));
            await using var provider = services.BuildServiceProvider();
            await provider.SetupPluginsAsync();
            System.Console.WriteLine(provider.GetRequiredService<IPluginRegistry>().Plugins[0]);
            """);
    }

    private static string Resources(string hello) => $"""
        <root>
          <resheader name="resmimetype"><value>text/microsoft-resx</value></resheader>
          <resheader name="version"><value>2.0</value></resheader>
          <resheader name="reader"><value>System.Resources.ResXResourceReader, System.Windows.Forms</value></resheader>
          <resheader name="writer"><value>System.Resources.ResXResourceWriter, System.Windows.Forms</value></resheader>
          <data name="hello"><value>{hello}</value></data>
        </root>
        """;
}
