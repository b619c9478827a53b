[assembly: AssemblyFixture(typeof(Dagstack.Extensions.Packages.Tests.PackageFeed))]

namespace Dagstack.Extensions.Packages.Tests;

/// <summary>Tests that build and publish the README's projects, one after the other.</summary>
[CollectionDefinition(ReadmeSolution.Name)]
public sealed class ReadmeCollection : ICollectionFixture<ReadmeSolution>;
