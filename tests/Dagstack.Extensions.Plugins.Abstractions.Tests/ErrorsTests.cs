using System.Reflection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Abstractions.Tests;

public sealed class ErrorsTests
{
    private static readonly PluginId s_plugin = new("chunker", "fixed");

    public static TheoryData<PluginRegistryException, string> Errors => new()
    {
        { new PluginRegistryException("m"), "PluginRegistryError" },
        { new ManifestInvalidException([]), "ManifestInvalid" },
        { new AmbiguousPluginException("s", [], "m"), "AmbiguousPlugin" },
        { new VersionIncompatibleException("m"), "VersionIncompatible" },
        { new KindUnknownException("m", "k", []), "KindUnknown" },
        { new RuntimeNotSupportedException("m", [], []), "RuntimeNotSupported" },
        { new DependencyCycleException([s_plugin]), "DependencyCycle" },
        { new MissingDependencyException(s_plugin, "d", "m"), "MissingDependency" },
        { new LockMismatchException(s_plugin, "m"), "LockMismatch" },
        { new PluginLoadException(s_plugin, "m"), "PluginLoadError" },
        { new TeardownErrorsException([]), "TeardownErrors" },
        { new PluginUnavailableException(s_plugin, PluginState.Ready, "m"), "PluginUnavailable" },
        { new PluginStartException([]), "PluginRegistryError" },
        { new PluginKeyException([], [], "m"), "PluginRegistryError" },
        { new PluginNotFoundException("p", "k", null, "m"), "PluginRegistryError" },
        { new BroadcastErrorsException("k", [], []), "BroadcastErrors" },
        { new DispatchMismatchException("k", "h", DispatchClass.Chain, DispatchClass.Singleton), "DispatchMismatch" },
        { new NoCapabilityMatchException("k", default, new Dictionary<string, IReadOnlyList<string>>()), "NoCapabilityMatch" },
        { new ToolNotFoundException("f", null, [], "m"), "PluginRegistryError" },
        { new ToolArgumentsException(s_plugin, "f", [], 0), "PluginRegistryError" },
        { new ToolSchemaException(s_plugin, "f", []), "PluginRegistryError" },
        { new ToolCallException(s_plugin, "f", null), "PluginCall" },
        { new UnitRefusedException("p", "m"), "PluginRegistryError" },
        { new UnitNotFoundException("u"), "PluginRegistryError" },
        { new UnitInterruptedException(s_plugin, "u", "r"), "PluginRegistryError" },
        { new PluginCallException(s_plugin, "h", "m"), "PluginCall" },
        { new PluginSerializationException("m") { Kind = "k", Hook = "h" }, "SerializationError" },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void Code_OfEachError_IsItsCrossLanguageName(PluginRegistryException error, string code) => Assert.Equal(code, error.Code);

    [Fact]
    public void Errors_CoverEveryTypeOfThePackage()
    {
        var tested = Errors.Select(static row => row.Data.Item1.GetType()).ToHashSet();
        var types = typeof(PluginRegistryException).Assembly.GetTypes().Where(static type => type.IsAssignableTo(typeof(PluginRegistryException)) && type != typeof(PluginTimeoutException));
        Assert.Empty(types.Except(tested));
    }

    [Fact]
    public void Codes_AreNamedAsTheirValues() =>
        Assert.All(typeof(PluginErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static), static field => Assert.Equal(field.Name, field.GetRawConstantValue()));

    [Fact]
    public void NameOf_EveryState_IsItsNameInLowerCase() =>
        Assert.All(Enum.GetValues<PluginState>(), static state => Assert.Equal(state.ToString().ToLowerInvariant(), PluginStates.NameOf(state)));

    [Fact]
    public void PluginUnavailable_Message_NamesPluginStateAndReason() =>
        Assert.Equal("The plugin 'chunker:fixed' is unavailable: no luck", new PluginUnavailableException(s_plugin, PluginState.Unavailable, "no luck").Message);
}
