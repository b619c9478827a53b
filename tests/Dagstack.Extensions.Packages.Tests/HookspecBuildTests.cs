namespace Dagstack.Extensions.Packages.Tests;

/// <summary>Interfaces that a contract project gets from kinds in YAML, and contracts that are compared with them.</summary>
public sealed class HookspecBuildTests(PackageFeed feed)
{
    private const string Check = """<DagstackHookspecCheck Include="kinds/cutter/v1.yaml" />""";

    private const string Contract = """
        using System.Collections.Generic;
        using Dagstack.Extensions.Plugins;

        namespace Cutting;

        [PluginKind("cutter")]
        public interface ICutter
        {
            [Hook(DispatchClass.Capability)]
            IReadOnlyList<string> Cut([JsonSchema(MaxLength = 1000)] string text);
        }
        """;

    [Fact]
    public async Task Hookspec_OfAProject_IsAContractThatAHostFinds()
    {
        using var project = new HookspecProject(feed);
        project.Repository.Write("Host/Host.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Dagstack.Extensions.Plugins" Version="0.2.0" />
                <PackageReference Include="Microsoft.Extensions.DependencyInjection" Version="10.0.12" />
                <ProjectReference Include="../Cutting/Cutting.csproj" />
              </ItemGroup>
            </Project>
            """);
        project.Repository.Write("Host/Program.cs", """
            using Cutting;
            using Microsoft.Extensions.DependencyInjection;

            await using var provider = new ServiceCollection().AddLogging().AddDagstackPlugins(o => o.Add("cutter:words", new Words())).BuildServiceProvider();
            await provider.SetupPluginsAsync();
            Console.WriteLine(string.Join('|', await provider.GetRequiredKeyedService<ICutter>("cutter:words").CutAsync(new() { Text = "one two" }, default)));

            public sealed class Words : ICutter
            {
                public ValueTask<IReadOnlyList<string>> CutAsync(CutInput input, CancellationToken cancellationToken) => new(input.Text.Split(' '));
            }
            """);

        await project.Repository.SucceedAsync("build", "Host", "--nologo");
        var run = await project.Repository.SucceedAsync("exec", "Host/bin/Debug/net10.0/Host.dll");

        Assert.Equal(["one|two"], run.Lines);
        Assert.DoesNotContain(project.Repository.Files("Host/bin/Debug/net10.0"), static file => file.Contains("Hookspec", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hookspec_ThatIsEdited_IsMadeAnewAndElseNot()
    {
        using var project = new HookspecProject(feed);
        await project.SucceedAsync();
        var (made, compiled, done) = Times();

        await project.SucceedAsync();
        Assert.Equal((made, compiled, done), Times());

        project.Edit(HookspecProject.Schema, "1000", "250");
        await project.SucceedAsync();
        Assert.Contains("MaxLength = 250", project.Read(HookspecProject.Made), StringComparison.Ordinal);
        Assert.NotEqual(compiled, project.TimeOf(HookspecProject.Assembly));

        // What changes nothing of the interface has nothing compiled, and is looked at once.
        (made, compiled, _) = Times();
        project.Edit(HookspecProject.Schema, "\"type\": \"object\",", "\"type\":    \"object\",");
        await project.SucceedAsync();
        done = Times().Done;
        await project.SucceedAsync();
        Assert.Equal((made, compiled, done), Times());

        (DateTime Made, DateTime Compiled, DateTime Done) Times() => (project.TimeOf(HookspecProject.Made), project.TimeOf(HookspecProject.Assembly), project.TimeOf("Cutting/obj/Debug/net10.0/hookspecs/emit.done"));
    }

    [Fact]
    public async Task Hookspec_WithAnError_IsAnErrorAtItsPlaceUntilItIsSolved()
    {
        using var project = new HookspecProject(feed);
        await project.SucceedAsync();
        project.Edit(HookspecProject.Yaml, "capability", "capabilty");

        var first = await project.BuildAsync();
        var second = await project.BuildAsync();
        project.Edit(HookspecProject.Yaml, "capabilty", "capability");
        await project.SucceedAsync();

        Assert.All([first, second], build =>
        {
            Assert.Equal(1, build.ExitCode);
            Assert.Contains($"{project.Repository.Combine(HookspecProject.Yaml)}(5,15): error DSP130: 'capabilty' is no dispatch class. Did you mean 'capability'?", build.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("MSB3", build.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("error CS", build.Output, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Hookspec_WithAWarning_WarnsUntilItIsSolvedAndIsAnErrorWhereWarningsAre()
    {
        using var project = new HookspecProject(feed);
        project.Edit(HookspecProject.Schema, "\"maxLength\": 1000", "\"patern\": \"x\"");

        var first = await project.BuildAsync();
        var second = await project.BuildAsync();
        var strict = await project.BuildAsync("-p:TreatWarningsAsErrors=true");
        var lenient = await project.BuildAsync("-p:TreatWarningsAsErrors=true", "-p:WarningsNotAsErrors=DSP131");

        Assert.All([first, second, lenient], build =>
        {
            Assert.Equal(0, build.ExitCode);
            Assert.Contains($"{project.Repository.Combine(HookspecProject.Schema)}(3,47): warning DSP131: /properties/text/patern: ", build.Output, StringComparison.Ordinal);
        });
        Assert.Equal(1, strict.ExitCode);
        Assert.Contains("(3,47): error DSP131: ", strict.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hookspecs_OfTwoKinds_AreEachInTheirNamespaceAndGoWithClean()
    {
        using var project = new HookspecProject(feed);
        project.WriteKind("joiner");
        project.Write("""<DagstackHookspec Include="kinds/cutter/v1.yaml" /><DagstackHookspec Include="kinds/joiner/v1.yaml" Namespace="Acme.Joining" />""");

        await project.SucceedAsync();
        Assert.Contains("\nnamespace Cutting;", project.Read(HookspecProject.Made), StringComparison.Ordinal);
        Assert.Contains("\nnamespace Acme.Joining;", project.Read("Cutting/obj/Debug/net10.0/hookspecs/joiner.v1.g.cs"), StringComparison.Ordinal);

        await project.Repository.SucceedAsync("clean", "Cutting", "--nologo");
        Assert.Empty(project.Repository.Files("Cutting/obj/Debug/net10.0/hookspecs"));

        project.Write("""<DagstackHookspec Include="kinds/cutter/v1.yaml" Namespace="1.2" />""");
        var wrong = await project.BuildAsync();
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("error DSP130: its Namespace in the project is '1.2', and names with dots between are expected.", wrong.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hookspec_InAnEditor_IsAmongTheFilesOfTheCompiler()
    {
        using var project = new HookspecProject(feed);
        await project.Repository.SucceedAsync("restore", "Cutting");

        var build = await project.Repository.SucceedAsync("msbuild", "Cutting", "-nologo", "-t:Compile", "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-getItem:CscCommandLineArgs");

        Assert.Contains("cutter.v1.g.cs", build.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(project.Repository.Combine(HookspecProject.Made)));
    }

    [Fact]
    public async Task Check_OfAContract_SaysHowItDiffersUntilItDoesNot()
    {
        using var project = new HookspecProject(feed);
        project.Write(Check);
        project.Repository.Write("Cutting/ICutter.cs", Contract);
        await project.SucceedAsync();

        project.Repository.Write("Cutting/ICutter.cs", Contract.Replace("IReadOnlyList<string> Cut(", "int Count(", StringComparison.Ordinal));
        var first = await project.BuildAsync();
        var second = await project.BuildAsync();
        project.Repository.Write("Cutting/ICutter.cs", Contract);
        await project.SucceedAsync();

        Assert.All([first, second], build =>
        {
            Assert.Equal(0, build.ExitCode);
            Assert.Contains($"{project.Repository.Combine(HookspecProject.Yaml)}(1,1): warning DSP132: ICutter is not what the hookspec says: breaking: cut: the hook is gone", build.Output, StringComparison.Ordinal);
            Assert.Contains("warning DSP132: ICutter is not what the hookspec says: minor: count: the hook is new", build.Output, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Check_OfAKindWithoutContract_SaysWhatThereIs()
    {
        using var project = new HookspecProject(feed);
        project.Write(Check);
        project.Repository.Write("Cutting/ICutter.cs", Contract.Replace("PluginKind(\"cutter\")", "PluginKind(\"other\")", StringComparison.Ordinal));

        var build = await project.BuildAsync();
        var strict = await project.BuildAsync("-p:TreatWarningsAsErrors=true");

        Assert.Equal(0, build.ExitCode);
        Assert.Contains("v1.yaml(1,1): warning DSP132: Cutting.dll has contracts of 'other', and none of the kind 'cutter'.", build.Output, StringComparison.Ordinal);
        Assert.Equal(1, strict.ExitCode);
        Assert.Contains("error DSP132: Cutting.dll has contracts of 'other'", strict.Output, StringComparison.Ordinal);
    }
}
