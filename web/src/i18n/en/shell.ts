export const shell = {
  notFound: {
    title: 'Nothing here',
    text: 'This page does not exist, or you may not see it.',
    home: 'Go to your projects',
  },
}
