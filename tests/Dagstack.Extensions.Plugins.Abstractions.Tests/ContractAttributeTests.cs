using System.Reflection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Abstractions.Tests;

/// <summary>What contracts say by attributes is read as it was written, and nothing is said by default.</summary>
public sealed class ContractAttributeTests
{
    [Fact]
    public void JsonSchema_WithoutAnything_SaysNothing()
    {
        var attribute = new JsonSchemaAttribute();

        Assert.All([attribute.Minimum, attribute.Maximum, attribute.ExclusiveMinimum, attribute.ExclusiveMaximum, attribute.MultipleOf], static number => Assert.True(double.IsNaN(number)));
        Assert.All([attribute.MinLength, attribute.MaxLength, attribute.MinItems, attribute.MaxItems], static count => Assert.Equal(-1, count));
        Assert.All([attribute.Name, attribute.Title, attribute.Description, attribute.Format, attribute.Pattern, attribute.Keywords], Assert.Null);
        Assert.Null(attribute.Omit);
        Assert.False(attribute.UniqueItems || attribute.IsOpen);
    }

    [Fact]
    public void Kind_WithoutAnything_MayRunAnywhereAndHaveManyPlugins()
    {
        Assert.False(new PluginKindAttribute("a").InProcessOnly || new PluginKindAttribute<IDisposable>("a").InProcessOnly);
        Assert.False(new PluginKindAttribute("a").SingletonPerRuntime || new PluginKindAttribute<IDisposable>("a").SingletonPerRuntime);
        Assert.Null(new HookAttribute().ToolNameTemplate);
    }

    [Fact]
    public void Extensions_OfAKindAndItsHooks_AreReadInTheirOrder()
    {
        Assert.Equal([("x-owner", "\"search\""), ("x-levels", "[1, 2]")], Extensions(typeof(IMarked)));
        Assert.Equal([("x-cost", "{\"calls\": 1}")], Extensions(typeof(IMarked).GetMethod("Find")!));
        Assert.Equal([("x-unit", "\"ms\"")], Extensions(typeof(IMarked).GetProperty("Time")!));
        Assert.Empty(Extensions(typeof(IChild)));
    }

    private static IEnumerable<(string Name, string Json)> Extensions(MemberInfo member) =>
        member.GetCustomAttributes<HookspecExtensionAttribute>().Select(static extension => (extension.Name, extension.Json));

    [HookspecExtension("x-owner", "\"search\"")]
    [HookspecExtension("x-levels", "[1, 2]")]
    private interface IMarked
    {
        [HookspecExtension("x-unit", "\"ms\"")]
        int Time { get; }

        [HookspecExtension("x-cost", """{"calls": 1}""")]
        string Find(string text);
    }

    private interface IChild : IMarked;
}
