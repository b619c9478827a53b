using Dagstack.Extensions.Plugins.Resources;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Resources;

/// <summary>What analyzers and the contract suite know of the host's resources is what the host has.</summary>
public sealed class ResourceTypesTests
{
    [Fact]
    public void ByType_EachResourceOfTheHost_HasItsTypes() => Assert.Equal(
        BuiltInResources.All.SelectMany(static resource => new[] { resource.ServiceType, resource.BaseType }.OfType<Type>().Select(type => $"{type.FullName} {resource.Name}")).Order(StringComparer.Ordinal),
        ResourceTypes.ByType.Select(static pair => $"{pair.Key} {pair.Value}").Order(StringComparer.Ordinal));
}
