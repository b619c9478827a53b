using Chunking;
using Dagstack.Extensions.Plugins.Tests.Broken;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>What the list of broken plugins cannot show: the facts of errors, what is logged, and what happens after the start.</summary>
public sealed class LoadErrorTests : IDisposable
{
    private const string Library = "namespace Needed { public class Thing { public static int Number() => 1; } }";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task MissingDependency_AtTheStart_IsLoggedWithFileDependencyAndCause()
    {
        Write(BrokenCode.Chunker("Needed.Thing.Number();"), BrokenCode.CompileAs("Needed.Gone", Library));
        var error = Assert.IsType<PluginLoadException>(await StartAndFailAsync());
        Assert.Equal((new PluginId("chunker", "broken"), _folder.Combine("broken/plugin.dll"), "Needed.Gone"), (error.Plugin, error.File, error.Dependency));
        Assert.IsType<FileNotFoundException>(error.InnerException);
    }

    [Fact]
    public async Task MissingMember_OfTheContract_IsLoggedWithBothVersions()
    {
        var contract = Compiler.Compile("Chunking.Contracts", "[assembly: System.Reflection.AssemblyVersion(\"0.1.0.0\")] namespace Chunking { public interface IChunker; }");
        Write(Compiler.Compile("plugin", "public sealed class Broken : Chunking.IChunker;", MetadataReference.CreateFromImage(contract)));
        var error = Assert.IsType<VersionIncompatibleException>(await StartAndFailAsync());
        Assert.Equal(("Chunking.Contracts", "0.1.0.0", typeof(IChunker).Assembly.GetName().Version!.ToString()), (error.Subject, error.Required, error.Actual));
    }

    [Theory]
    [InlineData("Message")]
    [InlineData("StackTrace")]
    [InlineData("ToString()")]
    public async Task Exception_ThatCannotBeRead_IsLoggedAllTheSameAndKeepsNobodyFromStarting(string member)
    {
        var overridden = member == "ToString()" ? "public override string ToString() => throw new System.NotSupportedException();" : $"public override string {member} => throw new System.NotSupportedException();";
        Write(BrokenCode.Chunker("throw new Sly();", $"class Sly : System.Exception {{ {overridden} }}"));
        var error = Assert.IsType<PluginLoadException>(await StartAndFailAsync());
        Assert.Contains("Broken+Sly", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("at Broken..ctor()", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setup_ThrowsAnExceptionThatCannotBeRead_IsUnavailableAndTheOthersStart()
    {
        await using var provider = await TestProvider.StartAsync(static o => o
            .Add("greeter:sly", new CodePlugin { OnSetup = static _ => throw new SlyException() })
            .Add("greeter:good", new CodePlugin()));
        Assert.Equal("its setup threw Dagstack.Extensions.Plugins.Tests.Runtimes.LoadErrorTests+SlyException: (its message cannot be read, that threw System.NotSupportedException). See to what it complains of; the log has the place where it threw.", provider.Status("greeter:sly").Reason);
        Assert.Equal(PluginState.Ready, provider.Status("greeter:good").State);
    }

    [Fact]
    public async Task Teardown_ThrowsAnExceptionThatCannotBeRead_IsAnErrorOfTeardown()
    {
        await using var provider = await TestProvider.StartAsync(static o => o.Add("greeter:sly", new CodePlugin { OnTeardown = static _ => throw new SlyException() }));
        var error = await Assert.ThrowsAsync<TeardownErrorsException>(() => provider.Services.TeardownPluginsAsync(TestContext.Current.CancellationToken));
        Assert.Contains("its message cannot be read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileOfThePluginsOwn_NotThere_IsNotTakenForAnAssembly()
    {
        Write(BrokenCode.Chunker("System.IO.File.ReadAllText(\"no such file\");"));
        var error = Assert.IsType<PluginLoadException>(await StartAndFailAsync());
        Assert.StartsWith("The constructor of 'Broken'", error.Message, StringComparison.Ordinal);
        Assert.Null(error.Dependency);
    }

    [Fact]
    public async Task NativeLibrary_MissingDuringACall_IsTheCallersExceptionUnchanged()
    {
        Write("public sealed class Broken : Chunking.IChunker { public System.Collections.Generic.IReadOnlyList<Chunking.Chunk> Chunk(string text, int? maxSize = null) { Call(); return null; } [System.Runtime.InteropServices.DllImport(\"needed_later\")] static extern void Call(); }");
        await using var provider = await StartAsync();
        Assert.Throws<DllNotFoundException>(() => Chunker(provider).Chunk("text"));
        Assert.Equal(PluginState.Ready, Status(provider).State);
    }

    [Theory]
    [InlineData("")]
    [InlineData("runtimes/{0}/native")]
    public async Task NativeLibrary_InTheFolderOfThePluginOrOfThePlatform_IsFoundWithoutADepsFile(string place)
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var source = Directory.EnumerateFiles(runtime, "*System.Native.*").First(static file => !file.EndsWith(".dll", StringComparison.Ordinal) || !file.Contains("Private", StringComparison.Ordinal));
        Write(BrokenCode.Chunker("if (Call() <= 0) throw new System.InvalidOperationException();", "[System.Runtime.InteropServices.DllImport(\"shipped\", EntryPoint = \"SystemNative_GetPid\")] static extern int Call();"));
        var folder = Directory.CreateDirectory(_folder.Combine(Path.Combine("broken", string.Format(null, place, System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier)))).FullName;
        File.Copy(source, Path.Combine(folder, "libshipped" + Path.GetExtension(source)));
        await using var provider = await StartAsync();
        Assert.Null(Status(provider).Reason);
    }

    [Theory]
    [InlineData("[assembly: System.Runtime.Versioning.TargetFramework(\".NETStandard,Version=v2.0\")]")]
    [InlineData("[assembly: System.Runtime.Versioning.TargetFramework(\".NETCoreApp,Version=v6.0\")]")]
    [InlineData("[assembly: System.Runtime.Versioning.TargetFramework(\".NETCoreApp,Version=v10.0\")]")]
    [InlineData("[assembly: System.Runtime.Versioning.TargetFramework(\"who knows\")]")]
    public async Task TargetFramework_ThatThisRuntimeHasOrDoesNotKnow_IsNoObstacle(string attribute)
    {
        Write($"{attribute} {BrokenCode.Chunker(string.Empty)}");
        await using var provider = await StartAsync();
        Assert.Null(Status(provider).Reason);
    }

    [Fact]
    public async Task Dependency_LinkWithinTheFolder_IsLoaded()
    {
        var library = BrokenCode.CompileAs("Needed.Linked", Library);
        Write(BrokenCode.Chunker("Needed.Thing.Number();"), library);
        _folder.Write("broken/lib/real.dll", library);
        File.CreateSymbolicLink(_folder.Combine("broken/Needed.Linked.dll"), _folder.Combine("broken/lib/real.dll"));
        await using var provider = await StartAsync();
        Assert.Null(Status(provider).Reason);
    }

    [Fact]
    public async Task EntryPoint_TypeThatIsForwarded_IsFound()
    {
        var real = BrokenCode.CompileAs("Real", BrokenCode.Chunker(string.Empty));
        Write("[assembly: System.Runtime.CompilerServices.TypeForwardedTo(typeof(Broken))]", real);
        _folder.Write("broken/Real.dll", real);
        await using var provider = await StartAsync();
        Assert.Null(Status(provider).Reason);
    }

    [Fact]
    public async Task EntryPoint_SimpleNameThatAlsoIsAFullOne_MeansTheFullOne()
    {
        Write($"{BrokenCode.Chunker(string.Empty)} namespace Other {{ public class Broken; }}");
        await using var provider = await StartAsync();
        Assert.Null(Status(provider).Reason);
    }

    private static IChunker Chunker(TestProvider provider) => provider.Services.GetRequiredKeyedService<IChunker>("chunker:broken");

    private static PluginStatus Status(TestProvider provider) => provider.Status("chunker:broken");

    private void Write(string source, params byte[][] references) => Write(BrokenCode.Compile(source, references));

    private void Write(byte[] image)
    {
        _folder.Write("broken/plugin.dll", image);
        BrokenCode.WriteManifest(_folder.Combine("broken"), "broken", "plugin:Broken");
    }

    private Task<TestProvider> StartAsync() => TestProvider.StartAsync(o => o.Discover(_folder.Path));

    /// <summary>Starts, and gets the error that was logged.</summary>
    private async Task<Exception?> StartAndFailAsync()
    {
        var errors = new LoggedErrors();
        await using var provider = await TestProvider.StartAsync(o => o.Discover(_folder.Path), services => services.AddLogging(logging => logging.AddProvider(errors)));
        Assert.Equal(PluginState.Unavailable, Status(provider).State);
        Assert.Equal(errors.Last?.Message, Status(provider).Reason);
        return errors.Last;
    }

    private sealed class SlyException : Exception
    {
        public override string Message => throw new NotSupportedException();
    }

    private sealed class LoggedErrors : ILoggerProvider, ILogger
    {
        public Exception? Last { get; private set; }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Last = exception ?? Last;

        public void Dispose()
        {
        }
    }
}
