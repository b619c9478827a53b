using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Registration;

/// <summary>Tests that change the environment of the process, which every other host of it would see.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EnvironmentCollection
{
    public const string Name = "Environment";
}
