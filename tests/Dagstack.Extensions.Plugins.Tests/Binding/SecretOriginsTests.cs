using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Binding;

/// <summary>Providers of configuration say which of their values are secrets. They are code of others.</summary>
public sealed class SecretOriginsTests
{
    [Theory]
    [InlineData(typeof(Telling), "a", "[MASKED]")]
    [InlineData(typeof(Telling), "b", "shown")]
    [InlineData(typeof(Throwing), "a", "[MASKED]")]
    [InlineData(typeof(Silent), "a", "shown")]
    [InlineData(typeof(Different), "a", "shown")]
    public async Task DescribeConfiguration_ProviderSaysWhatIsSecret_IsBelieved(Type provider, string key, string shown)
    {
        var configuration = new ConfigurationBuilder().Add(new Source((ConfigurationProvider)Activator.CreateInstance(provider)!)).Build();
        await using var host = await TestProvider.StartAsync(static o => o.Add("greeter:one", new CodePlugin()), services => services.AddSingleton<IConfiguration>(configuration));
        Assert.Equal(shown, host.Registry.DescribeConfiguration(new("greeter", "one")).Single(entry => entry.Path.EndsWith(":" + key, StringComparison.Ordinal)).Value);
    }

    private sealed class Source(ConfigurationProvider provider) : IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => provider;
    }

    private abstract class Values : ConfigurationProvider
    {
        public override void Load() => Data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["greeter:one:a"] = "shown", ["greeter:one:b"] = "shown" };
    }

    private sealed class Silent : Values;

    private sealed class Telling : Values
    {
        public bool IsSecret(string key) => key == "greeter:one:a" && TryGet(key, out _);
    }

    private sealed class Throwing : Values
    {
        public bool IsSecret(string key) => TryGet(key, out _) ? throw new InvalidTimeZoneException(key) : false;
    }

    /// <summary>A method that is not the one that is asked.</summary>
    private sealed class Different : Values
    {
        public string IsSecret(string key) => TryGet(key, out var value) ? value! : key;
    }
}
